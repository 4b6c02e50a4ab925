import { createReadStream } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse'
import { coerceFields } from '@tabiji/shared/values/coerce-field.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { createConnectionInput } from '../../integrations/connections/connection.schemas.ts'
import { createConnection } from '../../integrations/connections/create-connection.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { enrollBatch } from '../../engine/enrollments/enroll-batch.ts'
import { loadEnrollTarget } from '../../engine/enrollments/enroll-target.ts'
import { createExternalActionInput } from '../../integrations/actions/external-action.schemas.ts'
import { createExternalAction } from '../../integrations/actions/create-external-action.ts'
import { getWorkspaceSettings } from '../../accounts/settings/get-workspace-settings.ts'
import { createJourney } from '../drafts/create-journey.ts'
import { sampleActionName, sampleConnectionName, sampleDocument } from './sample-document.ts'
import { findConnectionOfConnector } from '../../integrations/connections/find-connection.ts'

const participantsFile = path.join(import.meta.dirname, 'participants.csv')

/**
 * Creates the sample: a connection to the demo echo, an external action on it, a journey that uses it, and 200
 * participants who wait for the publish. The texts are in the user's language.
 */
export async function createSampleJourney(ctx: Ctx): Promise<{ id: string }> {
  return inTransaction(ctx, async (ctx) => {
    const connectionId =
      (await findConnectionOfConnector(ctx, 'demo')) ??
      (
        await createConnection(
          ctx,
          createConnectionInput.parse({
            connector: 'demo',
            name: sampleConnectionName(ctx.locale),
            environment: 'sandbox',
          }),
        )
      ).id
    const action = await createExternalAction(
      ctx,
      createExternalActionInput.parse({
        connectionId,
        name: sampleActionName(ctx.locale),
        method: 'POST',
        path: '/echo',
        body: { kind: 'json', template: '{\n  "text": "{{text}}",\n  "score": {{score}},\n  "email": "{{email}}"\n}' },
        tokens: [
          { name: 'text', type: 'text', required: true, sample: 'Customer 001 gave 9' },
          { name: 'score', type: 'number', required: false, sample: 9 },
          { name: 'email', type: 'email', required: true, sample: 'customer001@example.com' },
        ],
        extract: [
          { name: 'id', path: '$.id', type: 'text', ifMissing: 'empty' },
          { name: 'receivedAt', path: '$.ts', type: 'text', ifMissing: 'empty' },
        ],
      }),
    )
    const { timeZone } = await getWorkspaceSettings(ctx)
    const { id } = await createJourney(ctx, sampleDocument(ctx.locale, { timeZone, externalActionId: action.id }), {
      isSample: true,
    })
    const target = await loadEnrollTarget(ctx, id)
    const people: { values: FieldValues }[] = []
    for await (const row of createReadStream(participantsFile).pipe(parse({ columns: true })) as AsyncIterable<
      Record<string, string>
    >) {
      people.push({ values: coerceFields(row, target.fields).values })
    }
    await enrollBatch(ctx, target, people)
    return { id }
  })
}
