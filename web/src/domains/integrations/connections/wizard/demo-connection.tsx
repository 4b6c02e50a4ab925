import { Button, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedConnection } from '../../../../lib/action-drawers.ts'
import { fieldErrors } from '../../../../lib/api/api-error.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { TestResultPanel } from '../testing/test-result-panel.tsx'
import classes from '../connections.module.css'

type DemoConnectionProps = { onSaved: (connection: SavedConnection) => void; onBack: () => void }

/** The echo has a fixed address, so it is created first and tested afterwards. */
export function DemoConnection({ onSaved, onBack }: DemoConnectionProps) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [name, setName] = useState(t('connector.demo.title'))
  const test = useMutation(
    trpc.connections.test.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.connections.pathFilter()),
    }),
  )
  const create = useMutation(
    trpc.connections.create.mutationOptions({ onSuccess: (saved) => test.mutate({ id: saved.id }) }),
  )
  const saved = create.data
  const nameError = fieldErrors(create.error).name
  return (
    <form
      className={classes.wizard}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (saved) onSaved(saved)
        else create.mutate({ connector: 'demo', name: name.trim() })
      }}
    >
      <Text c="dimmed">{t('wizard.demoText')}</Text>
      {create.error ? <ErrorNotice error={create.error} shownElsewhere={['name']} /> : null}
      {test.error ? <ErrorNotice error={test.error} onRetry={() => saved && test.mutate({ id: saved.id })} /> : null}
      <TextInput
        label={t('name')}
        value={name}
        error={nameError}
        readOnly={saved !== undefined}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {test.isPending ? <Text role="status">{t('testing', { name })}</Text> : null}
      {test.data ? (
        <TestResultPanel result={test.data}>
          {test.data.outcome === 'succeeded' ? <Text>{t('wizard.demoAnswered')}</Text> : null}
        </TestResultPanel>
      ) : null}
      <div className={classes.buttons}>
        {saved ? null : (
          <Button variant="default" onClick={onBack}>
            {t('wizard.back')}
          </Button>
        )}
        <span className={classes.grow} />
        <Button type="submit" loading={create.isPending || test.isPending} disabled={name.trim() === ''}>
          {t(saved ? 'wizard.done' : 'wizard.demoAdd')}
        </Button>
      </div>
    </form>
  )
}
