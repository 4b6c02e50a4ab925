import { Button, Loader, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import classes from './import.module.css'
import { type Operation, searchOperations } from './import-result.ts'

export type OperationListProps = {
  title: string
  operations: readonly Operation[]
  /** The operation that is being imported. */
  busyId: string | null
  error: unknown
  onChoose: (id: string) => void
  onBack: () => void
}

const mostShown = 100

/** The operations of a document. The search covers everything shown of an operation, and its id. */
export function OperationList({ title, operations, busyId, error, onChoose, onBack }: OperationListProps) {
  const { t } = useTranslation('actionImport')
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed)
  const found = useMemo(() => searchOperations(operations, wanted), [operations, wanted])
  return (
    <div className={classes.flow}>
      <div>
        <Text fw={600}>{title || t('operations.untitled')}</Text>
        <Text c="dimmed">{t('operations.text', { count: operations.length })}</Text>
      </div>
      <TextInput
        type="search"
        aria-label={t('operations.search')}
        placeholder={t('operations.search')}
        leftSection={<IconSearch size={16} stroke={1.5} />}
        data-autofocus
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {error ? <ErrorNotice error={error} /> : null}
      {found.length === 0 ? (
        <EmptyState motif="lost" text={t('operations.nothingFound')} />
      ) : (
        <ul className={classes.operations} aria-label={t('operations.label')}>
          {found.slice(0, mostShown).map((operation) => (
            <li key={operation.id}>
              <UnstyledButton
                className={classes.operation}
                disabled={busyId !== null}
                onClick={() => onChoose(operation.id)}
              >
                <span className={classes.method}>{operation.method}</span>
                <span className={classes.words}>
                  <span>
                    {operation.summary || operation.id}
                    {operation.isDeprecated ? (
                      <span className={classes.hint}> · {t('operations.deprecated')}</span>
                    ) : null}
                  </span>
                  <span className={classes.path}>{operation.path}</span>
                </span>
                {busyId === operation.id ? <Loader size="xs" /> : null}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      {found.length > mostShown ? (
        <Text c="dimmed" role="status">
          {t('operations.more', { count: found.length - mostShown })}
        </Text>
      ) : null}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
      </div>
    </div>
  )
}
