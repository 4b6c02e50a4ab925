import { Text } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { FormSkeleton, ListSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { Page } from '../../../ui/layout/page.tsx'
import { PageHeader } from '../../../ui/layout/page-header.tsx'
import { CheckedStep } from './result/checked-step.tsx'
import { DoneStep } from './result/done-step.tsx'
import { FailedStep } from './result/failed-step.tsx'
import { FileStep } from './file/file-step.tsx'
import { ImportHistory } from './import-history.tsx'
import { type ImportStep, ImportSteps } from './import-steps.tsx'
import { type Import, isBusy, type FileFormat } from './import-types.ts'
import classes from './imports.module.css'
import { MappingStep } from './mapping/mapping-step.tsx'
import { DetectedFormat } from './file/detected-format.tsx'
import { RunningStep } from './result/running-step.tsx'
import { useUpload } from './file/use-upload.ts'

const route = getRouteApi('/signed-in/shell/journeys/$journeyId/import')

const busyRefreshMs = 500

/**
 * The import of participants from a file. The import id is in the URL and its progress is on the server, so a reload
 * continues at the same step.
 */
export function ImportPage(): ReactNode {
  const { t } = useTranslation('imports')
  const trpc = useTRPC()
  const mayEdit = useHasRole('editor')
  const { journeyId } = route.useParams()
  const { importId } = route.useSearch()
  const navigate = route.useNavigate()
  const [remapping, setRemapping] = useState(false)
  const open = (id: string | undefined) => {
    setRemapping(false)
    void navigate({ search: id ? { importId: id } : {} })
  }
  const upload = useUpload(journeyId, open)
  const found = useQuery(
    trpc.imports.get.queryOptions(
      { importId: importId ?? '' },
      {
        enabled: importId !== undefined,
        refetchInterval: (query) => (query.state.data && isBusy(query.state.data) ? busyRefreshMs : false),
      },
    ),
  )
  const another = () => {
    upload.reset()
    open(undefined)
  }
  const current = importId === undefined ? undefined : found.data
  const step = stepOf(current, remapping)

  return (
    <Page>
      <PageHeader
        title={t('title')}
        back={
          <AnchorLink to="/journeys/$journeyId/participants" params={{ journeyId }} search={{}} c="inherit">
            <IconChevronLeft size={14} stroke={1.75} aria-hidden="true" style={{ verticalAlign: '-0.125em' }} />{' '}
            {t('participants')}
          </AnchorLink>
        }
      />
      {mayEdit || importId !== undefined ? (
        <div className={classes.body}>
          <ImportSteps current={step} finished={current?.status === 'done'} />
          {importId === undefined || upload.isRunning ? (
            <FileStep upload={upload} />
          ) : found.error ? (
            <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />
          ) : !current ? (
            <FormSkeleton />
          ) : isBusy(current) ? (
            <RunningStep running={current} />
          ) : current.status === 'done' ? (
            <DoneStep done={current} onAnother={another} />
          ) : current.status === 'failed' ? (
            <FailedStep failed={current} onAnother={another} />
          ) : (
            <Prepared
              current={current}
              remapping={remapping}
              onRemap={setRemapping}
              onAnother={another}
              onRead={
                upload.sent ? (fileFormat) => upload.sent && upload.start({ file: upload.sent.file, fileFormat }) : null
              }
            />
          )}
        </div>
      ) : (
        <Text c="dimmed">{t('viewer')}</Text>
      )}
      {importId === undefined && !upload.isRunning ? <ImportHistory journeyId={journeyId} /> : null}
    </Page>
  )
}

type PreparedProps = {
  current: Import
  remapping: boolean
  onRemap: (remapping: boolean) => void
  onAnother: () => void
  onRead: ((fileFormat: FileFormat) => void) | null
}

/** A file that was read: its columns, then a preview of the result. */
function Prepared({ current, remapping, onRemap, onAnother, onRead }: PreparedProps) {
  const trpc = useTRPC()
  const preview = useQuery(trpc.imports.preview.queryOptions({ importId: current.id }))
  if (preview.error) return <ErrorNotice error={preview.error} onRetry={() => void preview.refetch()} />
  if (!preview.data) return <ListSkeleton rows={4} />
  return (
    <>
      <DetectedFormat preview={preview.data} onRead={onRead} />
      {current.status === 'checked' && !remapping ? (
        <CheckedStep checked={current} onMapping={() => onRemap(true)} onAnother={onAnother} />
      ) : (
        <MappingStep
          key={current.id}
          journeyId={current.journeyId}
          preview={preview.data}
          onChecking={() => onRemap(false)}
          onAnother={onAnother}
        />
      )}
    </>
  )
}

function stepOf(current: Import | undefined, remapping: boolean): ImportStep {
  switch (current?.status) {
    case undefined:
    case 'uploading':
    case 'failed':
      return 'file'
    case 'uploaded':
      return 'mapping'
    case 'checking':
      return 'check'
    case 'checked':
      return remapping ? 'mapping' : 'check'
    case 'enrolling':
    case 'done':
      return 'done'
  }
}
