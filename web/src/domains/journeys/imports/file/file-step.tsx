import '@mantine/dropzone/styles.layer.css'
import { Button, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Motif } from '../../../../ui/theme/motif.tsx'
import { FileRefusal } from './file-refusal.tsx'
import classes from '../imports.module.css'
import type { useUpload } from './use-upload.ts'
import { UploadProgress } from './upload-progress.tsx'

/** Chooses a file. A refused file can be read again in another format, without choosing it again. */
export function FileStep({ upload }: { upload: ReturnType<typeof useUpload> }) {
  const { t } = useTranslation('imports')
  const openFiles = useRef<() => void>(null)
  const [refused, setRefused] = useState(false)
  const { sent } = upload
  if (upload.isRunning && sent) return <UploadProgress file={sent.file} share={upload.share} onCancel={upload.cancel} />
  return (
    <div className={classes.section}>
      {upload.error ? (
        <FileRefusal
          error={upload.error}
          sent={sent}
          onRead={(file, fileFormat) => upload.start({ file, fileFormat })}
        />
      ) : null}
      {refused ? (
        <Text role="alert" c="red">
          {t('dropRefused')}
        </Text>
      ) : null}
      {/* Any kind of file is accepted: the server detects it and explains how to save it as CSV. */}
      <Dropzone
        className={classes.drop}
        openRef={openFiles}
        multiple={false}
        maxFiles={1}
        activateOnKeyboard={false}
        tabIndex={-1}
        inputProps={{ 'aria-label': t('drop') }}
        onDrop={([file]) => {
          setRefused(false)
          if (file) upload.start({ file, fileFormat: {} })
        }}
        onReject={() => setRefused(true)}
      >
        <Motif name="sheet" />
        <div className={classes.dropTitle}>{t('drop')}</div>
        <Button
          variant="subtle"
          size="compact-md"
          onClick={(event) => {
            // Otherwise the click would also reach the drop zone and open the dialog a second time.
            event.stopPropagation()
            openFiles.current?.()
          }}
        >
          {t('dropOr')}
        </Button>
        <div className={classes.dropHint}>
          {t('dropHint')}
          <br />
          {t('dropFormats')}
        </div>
      </Dropzone>
    </div>
  )
}
