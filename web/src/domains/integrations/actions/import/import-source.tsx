import '@mantine/dropzone/styles.layer.css'
import { Button, SegmentedControl, Text, Textarea, TextInput } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { fieldErrors } from '../../../../lib/api/api-error.ts'
import { formatBytes } from '../../../../lib/format/format-bytes.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { Motif } from '../../../../ui/theme/motif.tsx'
import { type DocumentSource, maxDocumentBytes, sourceOfText } from './import-result.ts'
import classes from './import.module.css'
import type { SourceDraft } from './source-draft.ts'

export type ImportSourceProps = {
  draft: SourceDraft
  onChange: (draft: SourceDraft) => void
  busy: boolean
  error: unknown
  onCurl: (curl: string) => void
  onDocument: (source: DocumentSource) => void
}

/** A pasted command, or a document as file, text or address. */
export function ImportSource({ draft, onChange, busy, error, onCurl, onDocument }: ImportSourceProps) {
  const { t } = useTranslation('actionImport')
  const [missing, setMissing] = useState(false)
  const refused = fieldErrors(error)
  const set = (patch: Partial<SourceDraft>) => {
    setMissing(false)
    onChange({ ...draft, ...patch })
  }
  const submit = () => {
    const { kind, from, curl, text, url, file } = draft
    const isEmpty =
      kind === 'curl' ? curl.trim() === '' : from === 'file' ? !file : (from === 'paste' ? text : url).trim() === ''
    setMissing(isEmpty)
    if (isEmpty) return
    if (kind === 'curl') onCurl(curl)
    else if (from === 'url') onDocument({ openapiUrl: url.trim() })
    else onDocument(sourceOfText(from === 'file' ? (file?.text ?? '') : text))
  }
  const fieldError = missing ? t('source.missing') : undefined
  const shownBeside = ['curl', 'openapi', 'openapiUrl']
  const isBeside = shownBeside.some((path) => refused[path] !== undefined)
  return (
    <form
      className={classes.flow}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <SegmentedControl
        className={classes.segments}
        aria-label={t('source.label')}
        value={draft.kind}
        data={[
          { value: 'curl', label: t('source.curl') },
          { value: 'openApi', label: t('source.openApi') },
        ]}
        onChange={(kind) => set({ kind: kind === 'curl' ? 'curl' : 'openApi' })}
      />
      {error && !isBeside ? <ErrorNotice error={error} /> : null}
      {draft.kind === 'curl' ? (
        <Textarea
          key="curl"
          label={t('source.curlLabel')}
          description={t('source.curlHelp')}
          placeholder={
            'curl -X POST https://api.example.com/messages \\\n  -H "Authorization: Bearer …" \\\n  -d \'{"text": "{text}"}\''
          }
          autosize
          minRows={8}
          maxRows={20}
          spellCheck={false}
          data-autofocus
          // This input replaces the button that opened it, long after the drawer set its initial focus.
          autoFocus
          classNames={{ input: classes.code ?? '' }}
          value={draft.curl}
          error={refused['curl'] ?? fieldError}
          onChange={(event) => set({ curl: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit()
          }}
        />
      ) : (
        <>
          <Text c="dimmed">{t('source.openApiHelp')}</Text>
          <SegmentedControl
            className={classes.segments}
            size="xs"
            aria-label={t('source.fromLabel')}
            value={draft.from}
            data={[
              { value: 'file', label: t('source.from.file') },
              { value: 'paste', label: t('source.from.paste') },
              { value: 'url', label: t('source.from.url') },
            ]}
            onChange={(from) => set({ from: from as SourceDraft['from'] })}
          />
          {draft.from === 'file' ? (
            <FileField file={draft.file} error={refused['openapi'] ?? fieldError} onFile={(file) => set({ file })} />
          ) : draft.from === 'paste' ? (
            <Textarea
              key="text"
              label={t('source.textLabel')}
              autosize
              minRows={10}
              maxRows={20}
              spellCheck={false}
              classNames={{ input: classes.code ?? '' }}
              value={draft.text}
              error={refused['openapi'] ?? fieldError}
              onChange={(event) => set({ text: event.currentTarget.value })}
            />
          ) : (
            <TextInput
              label={t('source.urlLabel')}
              description={t('source.urlHelp')}
              placeholder="https://api.example.com/openapi.json"
              inputMode="url"
              spellCheck={false}
              autoComplete="off"
              value={draft.url}
              error={refused['openapiUrl'] ?? fieldError}
              onChange={(event) => set({ url: event.currentTarget.value })}
            />
          )}
        </>
      )}
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          {t(draft.kind === 'curl' ? 'source.readCurl' : 'source.readDocument')}
        </Button>
      </div>
    </form>
  )
}

type FileFieldProps = {
  file: SourceDraft['file']
  error: string | undefined
  onFile: (file: SourceDraft['file']) => void
}

function FileField({ file, error, onFile }: FileFieldProps) {
  const { t } = useTranslation('actionImport')
  const locale = useLocale()
  const openFiles = useRef<() => void>(null)
  const [tooLarge, setTooLarge] = useState<number | null>(null)
  const message =
    tooLarge === null
      ? error
      : t('source.fileTooLarge', {
          size: formatBytes(tooLarge, locale),
          limit: formatBytes(maxDocumentBytes, locale),
        })
  return (
    <>
      <Dropzone
        className={classes.drop}
        openRef={openFiles}
        multiple={false}
        activateOnKeyboard={false}
        tabIndex={-1}
        inputProps={{ 'aria-label': t('source.drop') }}
        onDrop={([chosen]) => {
          if (!chosen) return
          setTooLarge(chosen.size > maxDocumentBytes ? chosen.size : null)
          if (chosen.size <= maxDocumentBytes) void chosen.text().then((text) => onFile({ name: chosen.name, text }))
        }}
      >
        <Motif name="sheet" />
        <div className={classes.dropTitle}>{file ? file.name : t('source.drop')}</div>
        <Button
          variant="subtle"
          size="compact-md"
          onClick={(event) => {
            // Otherwise the click would also reach the drop zone and open the dialog a second time.
            event.stopPropagation()
            openFiles.current?.()
          }}
        >
          {t(file ? 'source.dropOther' : 'source.dropOr')}
        </Button>
        <div className={classes.hint}>{t('source.dropHint')}</div>
      </Dropzone>
      {message ? (
        <Text role="alert" c="red" size="sm">
          {message}
        </Text>
      ) : null}
    </>
  )
}
