import { Autocomplete, Select, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../../lib/api/api-error.ts'
import type { Inputs } from '../../../lib/api/api-types.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { useNow } from '../../../lib/use-now.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { DueMark } from './cta-marks.tsx'
import { type Cta, ctaPriorities, type CtaPriority } from './cta-search.ts'
import classes from './ctas.module.css'
import { dayOf, dueOf } from './due-of.ts'
import { useOwners } from './use-owners.ts'

type Change = Omit<Inputs['ctas']['update'], 'id'>

/** The editable fields of a CTA. Each is saved on blur; a refused value stays in the input. */
export function CtaEditor({ cta, readOnly }: { cta: Cta; readOnly: boolean }) {
  const { t } = useTranslation('ctas')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const owners = useOwners([cta])
  const [owner, setOwner] = useState(cta.owner ?? '')
  const [dueOn, setDueOn] = useState(cta.dueOn ?? '')
  const [comments, setComments] = useState(cta.comments ?? '')
  const update = useMutation(
    trpc.ctas.update.mutationOptions({
      onSuccess: async (saved) => {
        queryClient.setQueryData(trpc.ctas.get.queryKey({ id: cta.id }), saved)
        await queryClient.invalidateQueries(trpc.ctas.list.pathFilter())
      },
    }),
  )
  const save = (change: Change) => update.mutate({ id: cta.id, ...change })
  const errors = fieldErrors(update.error)
  const now = useNow(true)
  const isPressing = ['overdue', 'today', 'tomorrow'].includes(dueOf(cta, dayOf(now)))

  return (
    <div className={classes.form}>
      {update.error ? (
        <ErrorNotice error={update.error} shownElsewhere={['owner', 'dueOn', 'comments', 'priority']} />
      ) : null}
      <div className={classes.pair}>
        <Autocomplete
          label={t('owner')}
          placeholder={t('nobody')}
          data={owners}
          maxLength={200}
          readOnly={readOnly}
          error={errors.owner}
          value={owner}
          onChange={setOwner}
          onOptionSubmit={(name) => save({ owner: name })}
          onBlur={() => owner.trim() !== (cta.owner ?? '') && save({ owner: owner.trim() || null })}
        />
        <Select
          label={t('priority')}
          data={ctaPriorities.map((value) => ({ value, label: t(`priorities.${value}`) }))}
          readOnly={readOnly}
          error={errors.priority}
          value={cta.priority}
          onChange={(value) => value && value !== cta.priority && save({ priority: value as CtaPriority })}
        />
        <TextInput
          type="date"
          label={t('due')}
          readOnly={readOnly}
          error={errors.dueOn}
          value={dueOn}
          onChange={(event) => setDueOn(event.currentTarget.value)}
          onBlur={() => dueOn !== (cta.dueOn ?? '') && save({ dueOn: dueOn || null })}
          inputContainer={(input) => (
            <>
              {input}
              {isPressing ? (
                <div className={classes.faint}>
                  <DueMark cta={cta} />
                </div>
              ) : null}
            </>
          )}
        />
      </div>
      <Textarea
        label={t('comments')}
        description={t('commentsHelp')}
        minRows={4}
        maxLength={10_000}
        readOnly={readOnly}
        error={errors.comments}
        value={comments}
        onChange={(event) => setComments(event.currentTarget.value)}
        onBlur={() => comments !== (cta.comments ?? '') && save({ comments: comments || null })}
      />
      {readOnly ? null : (
        <div className={classes.saved} role="status">
          {update.isPending ? t('saving') : update.isSuccess ? t('saved') : ''}
        </div>
      )}
    </div>
  )
}
