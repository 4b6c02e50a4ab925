import type { FieldValue } from '@tabiji/shared/values/field-type.ts'

/** An output read from a sample reply, used while the participant does not have that output yet. */
export type SampledValue = { nodeId: string; name: string; value: FieldValue }
