import { z } from 'zod'

export const fieldTypes = [
  'text',
  'number',
  'boolean',
  'date',
  'dateTime',
  'email',
  'url',
  'select',
  'multiSelect',
  'list',
] as const

export type FieldType = (typeof fieldTypes)[number]

export const fieldTypeSchema = z.enum(fieldTypes)

// Names of built-in members would make a missing field seem present, or change the object itself.
const reservedKeys = new Set(['__proto__', 'constructor', 'prototype'])

export const identifierSchema = z
  .string()
  .max(100)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
  .refine((key) => !reservedKeys.has(key))

export const fieldDefinitionSchema = z.object({
  key: identifierSchema,
  type: fieldTypeSchema,
  required: z.boolean().optional(),
  label: z.string().max(200).optional(),
  options: z.array(z.string().max(200)).max(1000).optional(),
})

export type FieldDefinition = z.infer<typeof fieldDefinitionSchema>

export const fieldValueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number(), z.boolean()])),
])

export type FieldValue = string | number | boolean | null | (string | number | boolean)[]
export type FieldValues = Record<string, FieldValue>

/** The value of a field, null when there is none. Never an inherited property such as `toString`. */
export function fieldValue(values: FieldValues, key: string): FieldValue {
  return Object.hasOwn(values, key) ? (values[key] ?? null) : null
}

export function isEmptyValue(value: FieldValue | undefined): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
