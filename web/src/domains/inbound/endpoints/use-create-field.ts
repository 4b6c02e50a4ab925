import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { fieldKeyFor } from '../../../nodes/form/field/field-key-for.ts'
import type { EventField } from '../event-types.ts'

/**
 * Adds a field to the draft for an event value. Only before the first publish: after that, enrollments use the
 * published fields.
 */
export function useCreateField(journey: Outputs['journeys']['get'] | undefined) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const edit = useMutation(
    trpc.journeys.editDraft.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.journeys.get.pathFilter()),
    }),
  )
  return {
    isPossible: journey !== undefined && journey.publishedVersion === null,
    error: edit.error,
    /** The key of the new field; undefined when it was refused. */
    create: async ({ path, type }: EventField): Promise<string | undefined> => {
      if (!journey) return undefined
      const { document, draftRevision } = journey
      const label = path.split('.').at(-1) ?? path
      const key = fieldKeyFor(
        label,
        document.fields.map((field) => field.key),
      )
      const field: FieldDefinition = { key, type, ...(label === key ? {} : { label: label.slice(0, 200) }) }
      try {
        await edit.mutateAsync({
          journeyId: journey.id,
          baseRevision: draftRevision,
          operations: [{ op: 'setSettings', settings: { fields: [...document.fields, field] } }],
        })
      } catch {
        return undefined
      }
      return key
    },
  }
}
