import { type Kysely, sql } from 'kysely'

/**
 * A token without a value is left out together with its property or parameter, and a list is repeated, unless its
 * settings say otherwise. The actions that exist already go on as before: they send what is empty, and write a list with
 * semicolons.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update external_action_versions set definition = jsonb_set(definition, '{tokens}', (
      select jsonb_agg('{"whenEmpty": "sendEmpty", "listStyle": "semicolon"}'::jsonb || token order by place)
      from jsonb_array_elements(definition -> 'tokens') with ordinality as tokens (token, place)
    ))
    where jsonb_typeof(definition -> 'tokens') = 'array' and definition -> 'tokens' <> '[]'::jsonb`.execute(db)
}
