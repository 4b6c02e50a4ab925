import { Button, Input, Modal, Text } from '@mantine/core'
import { coerceFields } from '@tabiji/shared/values/coerce-field.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ValueInput } from '../../../../nodes/form/field/value-input.tsx'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import { RefusalNotice, type Refused } from './refusal-notice.tsx'
import classes from '../participants.module.css'
import type { Journey } from '../use-journey.ts'

export function AddPerson({ journey, opened, onClose }: { journey: Journey; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['participants', 'common'])
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('participants:addTitle')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {opened ? <PersonForm journey={journey} onClose={onClose} /> : null}
    </Modal>
  )
}

function PersonForm({ journey, onClose }: { journey: Journey; onClose: () => void }) {
  const { t } = useTranslation(['participants', 'common'])
  const locale = useLocale()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [values, setValues] = useState<FieldValues>({})
  const [problems, setProblems] = useState<Record<string, string>>({})
  const [refused, setRefused] = useState<Refused | null>(null)
  const { uniqueBy } = journey.document
  const fields = journey.document.fields
    .map((field) => ({ ...field, required: field.required === true || uniqueBy.includes(field.key) }))
    .toSorted((a, b) => Number(b.required) - Number(a.required))
  const isDraft = journey.publishedVersion === null

  const enroll = useMutation(
    trpc.participants.enroll.mutationOptions({
      onSuccess: async ({ results: [result] }) => {
        if (!result) return
        const { status, participantId, reason } = result
        if (status !== 'enrolled') return setRefused({ status, participantId, reason })
        const name = String(values[uniqueBy[0] ?? ''] ?? '')
        toastDone(t(isDraft ? 'participants:addedWaiting' : 'participants:added', { name }))
        await queryClient.invalidateQueries(trpc.participants.pathFilter())
        onClose()
        if (participantId)
          await navigate({
            to: '/journeys/$journeyId/participants/$participantId',
            params: { journeyId: journey.id, participantId },
            search: {},
          })
      },
    }),
  )
  const submit = () => {
    const { values: typed, issues } = coerceFields(values, fields)
    const errors = issues.filter((issue) => issue.severity === 'error')
    setProblems(Object.fromEntries(errors.map((issue) => [String(issue.path?.[0]), formatIssue(issue, locale)])))
    setRefused(null)
    if (errors.length === 0) enroll.mutate({ journeyId: journey.id, participants: [{ fields: typed }] })
  }

  if (fields.length === 0) return <Text>{t('participants:addFieldsMissing')}</Text>
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Text c="dimmed">{t(isDraft ? 'participants:addTextDraft' : 'participants:addText')}</Text>
      {enroll.error ? <ErrorNotice error={enroll.error} /> : null}
      {refused ? <RefusalNotice journeyId={journey.id} refused={refused} onOpen={onClose} /> : null}
      {fields.map((field, index) => {
        const label = field.label ?? field.key
        const problem = problems[field.key]
        return (
          <div key={field.key}>
            <ValueInput
              data-autofocus={index === 0 || undefined}
              type={field.type}
              options={field.options}
              label={field.required ? t('participants:required', { label }) : label}
              value={values[field.key]}
              onChange={(value) => setValues({ ...values, [field.key]: value ?? null })}
            />
            {problem ? (
              <Input.Error mt={4} role="alert">
                {problem}
              </Input.Error>
            ) : null}
          </div>
        )
      })}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" loading={enroll.isPending}>
          {t('participants:addSubmit')}
        </Button>
      </div>
    </form>
  )
}
