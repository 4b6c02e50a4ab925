import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import { extractOutputs } from '@tabiji/shared/http-call/reply/extract-outputs.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { ExternalActionSample } from './external-action-sample.repository.ts'
import type { SampleResponse } from '../external-action.schemas.ts'
import { presentExtracted } from '../present-test-result.ts'

export function presentSample(
  { version, keptAt, reply }: ExternalActionSample,
  { extract }: ExternalAction,
  locale: Locale,
): SampleResponse {
  return { version, keptAt, reply, extracted: presentExtracted(extractOutputs(extract, reply.body), locale) }
}
