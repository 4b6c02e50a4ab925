import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { fieldKeyFor } from '../../../../nodes/form/field/field-key-for.ts'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import { guessType } from './column-choices.ts'

/**
 * Adds a field to the draft for a column without one. Only before the first publish: after that, enrollments use the
 * published fields.
 */
export function useCreateField(journeyId: string, importId: string) {
  const { t } = useTranslation('imports')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const journey = useQuery(trpc.journeys.get.queryOptions({ journeyId }))
  const edit = useMutation(
    trpc.journeys.editDraft.mutationOptions({
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.journeys.get.queryFilter({ journeyId })),
          queryClient.invalidateQueries(trpc.imports.preview.queryFilter({ importId })),
        ]),
    }),
  )
  return {
    isPossible: journey.data !== undefined && journey.data.publishedVersion === null,
    error: edit.error,
    /** The key of the new field; undefined when it was refused. */
    create: async (name: string, samples: readonly string[]): Promise<string | undefined> => {
      if (!journey.data) return undefined
      const { document, draftRevision } = journey.data
      const label = name.trim().slice(0, 200)
      const key = fieldKeyFor(
        label,
        document.fields.map((field) => field.key),
      )
      const field: FieldDefinition = { key, type: guessType(samples), ...(label === key ? {} : { label }) }
      try {
        await edit.mutateAsync({
          journeyId,
          baseRevision: draftRevision,
          operations: [{ op: 'setSettings', settings: { fields: [...document.fields, field] } }],
        })
      } catch {
        return undefined
      }
      toastDone(t('fieldCreated', { name: label }))
      return key
    },
  }
}
