{#- A model's schema is the one its folder names, without the target's prefix: an analyst types
    `from events`, and `from registry.registry_places`. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
