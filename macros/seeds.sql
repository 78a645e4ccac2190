{#- Spark reads a seed's file itself: dbt's way, one INSERT of all values, makes texts of missing ones. -#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model.config.column_types -%}
    {%- call statement() -%}
        create or replace temporary view {{ model.name }}_file using csv
        options (path '{{ model.root_path }}/{{ model.original_file_path }}', header 'true', escape '"')
    {%- endcall -%}
    {%- set load -%}
        insert into {{ this }}
        select
            {%- for column, type in types.items() %}
            cast({{ column }} as {{ type }}) as {{ column }}
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        from {{ model.name }}_file
    {%- endset -%}
    {%- do adapter.add_query(load) -%}
    {{ return(load) }}
{%- endmacro %}
