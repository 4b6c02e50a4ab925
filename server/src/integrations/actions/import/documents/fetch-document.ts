import { Refusal } from '@tabiji/shared/action-import/refusal.ts'
import { calloutErrorMessage } from '@tabiji/shared/http-call/failures/callout-error-texts.ts'
import { workspaceAllowList } from '../../../connections/checks/workspace-allow-list.ts'
import type { Ctx } from '../../../../kernel/context.ts'
import { decodeTextLossy } from '../../../../kernel/encoding/decode-text.ts'
import { maxImportBytes } from '../import.schemas.ts'
import { shown } from './open-api-document.ts'

/** Fetches a document as text through `fetchExternal`, which checks the address. */
export async function fetchDocument(ctx: Ctx, url: string): Promise<string> {
  const reply = await ctx.fetchExternal({
    method: 'GET',
    url,
    workspaceId: ctx.workspaceId,
    headers: { accept: 'application/json, application/yaml, text/yaml;q=0.9, */*;q=0.8' },
    allow: await workspaceAllowList(ctx),
    maxReplyBytes: maxImportBytes,
    maxRedirects: 3,
  })
  if (reply.outcome === 'ok' && reply.status === 200) {
    // A document that names no charset is UTF-8, which YAML and JSON demand.
    return decodeTextLossy(reply.body, reply.headers['content-type'])
  }
  const reason = reply.error ? calloutErrorMessage(reply.error, ctx.locale) : `HTTP ${reply.status}.`
  throw new Refusal('openApi.urlFailed', { url: shown(url), reason })
}
