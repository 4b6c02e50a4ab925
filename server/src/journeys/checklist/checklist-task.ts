import type { TemplateTask } from '../templates/define-template.ts'

/** What is left to do in a journey that was made from a template. Whether it is done is looked up, never stored. */
export type ChecklistTask = TemplateTask | { do: 'checkConnection'; connectionId: string }
