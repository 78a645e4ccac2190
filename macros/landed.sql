{#- A landing table whole: the rows of its seed, and those that landed in bulk, as Parquet in a folder of
    the table's name. The folders are in `store/landing`, or where MUSTER_LANDING says. -#}
{% macro landed(table) -%}
    {%- if execute -%}
        {%- set types = graph.nodes['seed.muster.' ~ table].config.column_types -%}
        {%- set files = landed_files(table) -%}
    {%- endif -%}
    (
        select {{ (types or {}) | join(', ') or '*' }}
        from {{ ref(table) }}
        {%- if files %}
        union all
        select
            {%- for column, type in types.items() %}
            cast({{ column }} as {{ type }}) as {{ column }}
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        from {{ files }}
        {%- endif %}
    ) as {{ table }}
{%- endmacro %}

{#- The Parquet files of a landing table as something to select from; nothing where there are none. -#}
{% macro landed_files(table) -%}
    {{ return(adapter.dispatch('landed_files', 'muster')(env_var('MUSTER_LANDING', 'store/landing') ~ '/' ~ table)) }}
{%- endmacro %}

{% macro default__landed_files(folder) -%}
    {%- set pattern = folder ~ '/*.parquet' -%}
    {%- if run_query("select 1 from glob('" ~ pattern ~ "') limit 1").rows -%}
        {{ return("read_parquet('" ~ pattern ~ "', union_by_name = true)") }}
    {%- endif -%}
{%- endmacro %}

{#- Spark cannot tell an empty folder from a missing one: `muster build` says which tables have files. -#}
{% macro spark__landed_files(folder) -%}
    {%- if folder.split('/')[-1] in env_var('MUSTER_LANDED', '').split(',') -%}
        {{ return('parquet.`' ~ folder ~ '`') }}
    {%- endif -%}
{%- endmacro %}
