-- Each event mention with the event it belongs to, which is named after its first report.

with mentions as (

    select * from {{ ref('int_event_mentions') }}

),

roots as (

    select * from {{ ref('int_event_roots') }}

)

select
    mentions.*,
    {{ id_of(['roots.root_mention_id']) }} as event_id,
    mentions.mention_id = roots.root_mention_id as is_first_report
from mentions
inner join roots on mentions.mention_id = roots.mention_id
