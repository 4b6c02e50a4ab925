import type { TemplateTask } from '../templates/define-template.ts'

/** A remaining task of a journey created from a template. Whether it is done is computed, never stored. */
export type ChecklistTask = TemplateTask | { do: 'checkConnection'; connectionId: string }
