import { Text } from '@mantine/core'
import { coerceFields } from '@tabiji/shared/values/coerce-field.ts'
import type { FieldValue } from '@tabiji/shared/values/field-type.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTRPC, useTRPCClient } from '../../../../lib/api/trpc.ts'
import { ValueInput } from '../../../../nodes/form/field/value-input.tsx'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import { FormDialog } from '../../../../ui/forms/form-dialog.tsx'
import { SaveForm } from '../../../../ui/forms/save-form.tsx'
import { useSaveForm } from '../../../../ui/forms/use-save-form.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import type { Journey } from '../use-journey.ts'

export function AddPerson({ journey, opened, onClose }: { journey: Journey; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('participants')
  return (
    <FormDialog opened={opened} onClose={onClose} title={t('addTitle')}>
      <PersonForm journey={journey} onClose={onClose} />
    </FormDialog>
  )
}

function PersonForm({ journey, onClose }: { journey: Journey; onClose: () => void }) {
  const { t } = useTranslation('participants')
  const locale = useLocale()
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { uniqueBy } = journey.document
  const fields = journey.document.fields
    .map((field) => ({ ...field, required: field.required === true || uniqueBy.includes(field.key) }))
    .toSorted((a, b) => Number(b.required) - Number(a.required))
  const isDraft = journey.publishedVersion === null

  const state = useSaveForm({
    initialValues: Object.fromEntries(fields.map(({ key }): [string, FieldValue] => [key, null])),
    validate: (values) => {
      const errors = coerceFields(values, fields).issues.filter(({ severity }) => severity === 'error')
      return Object.fromEntries(errors.map((issue) => [String(issue.path?.[0]), formatIssue(issue, locale)]))
    },
    save: async (values) => {
      const { results } = await client.participants.enroll.mutate({
        journeyId: journey.id,
        participants: [{ fields: coerceFields(values, fields).values }],
      })
      return results[0]
    },
    onSaved: async (result) => {
      if (result?.status !== 'enrolled') return
      const name = String(form.values[uniqueBy[0] ?? ''] ?? '')
      toastDone(t(isDraft ? 'addedWaiting' : 'added', { name }))
      await queryClient.invalidateQueries(trpc.participants.pathFilter())
      onClose()
      if (result.participantId)
        await navigate({
          to: '/journeys/$journeyId/participants/$participantId',
          params: { journeyId: journey.id, participantId: result.participantId },
          search: {},
        })
    },
  })
  const { form, saved: result } = state

  if (fields.length === 0) return <Text>{t('addFieldsMissing')}</Text>
  return (
    <SaveForm state={state} submitLabel={t('addSubmit')} onCancel={onClose}>
      <Text c="dimmed">{t(isDraft ? 'addTextDraft' : 'addText')}</Text>
      {result && result.status !== 'enrolled' ? (
        <RefusalNotice journeyId={journey.id} refused={{ ...result, status: result.status }} onOpen={onClose} />
      ) : null}
      {fields.map((field, index) => {
        const label = field.label ?? field.key
        return (
          <ValueInput
            key={field.key}
            data-autofocus={index === 0 || undefined}
            {...form.getInputProps(field.key)}
            type={field.type}
            options={field.options}
            label={field.required ? t('required', { label }) : label}
            value={form.values[field.key]}
            onChange={(value) => form.setFieldValue(field.key, value ?? null)}
          />
        )
      })}
    </SaveForm>
  )
}
