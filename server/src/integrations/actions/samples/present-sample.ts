import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import { extractOutputs } from '@tabiji/shared/http-call/reply/extract.ts'
import type { Locale } from '../../../kernel/locale.ts'
import type { ExternalActionSample } from './external-action-sample.repository.ts'
import type { SampleAnswer } from '../external-action.schemas.ts'
import { presentExtracted } from '../present-test-result.ts'

export function presentSample(
  { version, keptAt, reply }: ExternalActionSample,
  { extract }: ExternalAction,
  locale: Locale,
): SampleAnswer {
  return { version, keptAt, reply, extracted: presentExtracted(extractOutputs(extract, reply.body), locale) }
}
