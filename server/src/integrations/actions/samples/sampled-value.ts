import type { FieldValue } from '@tabiji/shared/values/field-type.ts'

/** A value of a kept reply that stands in for an output that the person does not have yet. */
export type SampledValue = { nodeId: string; name: string; value: FieldValue }
