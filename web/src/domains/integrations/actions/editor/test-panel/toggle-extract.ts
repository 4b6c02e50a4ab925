import { fieldTypeOf, type JsonSteps, jsonPathOf, outputNameOf } from '../../../../../lib/json-path-of.ts'
import { type ActionDraft, rowId } from '../draft/action-draft.ts'

/** A second click on a value removes it again. */
export function toggleExtract(draft: ActionDraft, steps: JsonSteps, value: unknown): ActionDraft {
  const path = jsonPathOf(steps)
  if (draft.extract.some((rule) => rule.path.trim() === path))
    return { ...draft, extract: draft.extract.filter((rule) => rule.path.trim() !== path) }
  const name = outputNameOf(steps, new Set(draft.extract.map((rule) => rule.name)))
  const type = fieldTypeOf(value) ?? 'text'
  return { ...draft, extract: [...draft.extract, { id: rowId(), name, path, type, ifMissing: 'empty', fallback: '' }] }
}
