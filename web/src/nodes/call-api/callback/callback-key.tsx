import { Select, TextInput } from '@mantine/core'
import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { useNodeForm } from '../../form/node-form-context.tsx'
import classes from '../call-api.module.css'
import type { ByKey } from './callback-draft.ts'

type Endpoints = Outputs['events']['endpoints']

type CallbackKeyProps = {
  byKey: ByKey
  endpoints: Endpoints | undefined
  action: ExternalAction
  onChange: (byKey: ByKey) => void
}

/** Chooses the event that brings the callbacks, and which of its values equals which output of the reply. */
export function CallbackKey({ byKey, endpoints, action, onChange }: CallbackKeyProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const endpoint = endpoints?.find(({ id }) => id === byKey.endpointId)
  const outputs = action.extract.map(({ name }) => name)
  if (endpoints?.length === 0)
    return (
      <AnchorLink to="/events/new" search={{}} size="sm">
        {t('event.none')}
      </AnchorLink>
    )
  return (
    <div className={classes.rules} role="group" aria-label={t('callApi.callback.byKey')}>
      <Select
        label={t('callApi.callback.event')}
        placeholder={t('callApi.callback.choose')}
        data={endpoints?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={endpoint?.id ?? null}
        error={endpoints && byKey.endpointId !== '' && !endpoint ? t('callApi.callback.eventGone') : undefined}
        searchable
        allowDeselect={false}
        disabled={readOnly}
        onChange={(id) => {
          const next = endpoints?.find((each) => each.id === id)
          if (!next) return
          const isThere = next.fields.length === 0 || next.fields.some(({ path }) => path === byKey.path)
          onChange({ ...byKey, endpointId: next.id, path: isThere ? byKey.path : '' })
        }}
      />
      {endpoint && endpoint.fields.length === 0 ? (
        <TextInput
          label={t('callApi.callback.path')}
          description={t('callApi.callback.pathUnseen')}
          value={byKey.path}
          disabled={readOnly}
          onChange={(event) => onChange({ ...byKey, path: event.currentTarget.value.trim() })}
        />
      ) : (
        <Select
          label={t('callApi.callback.path')}
          placeholder={t('callApi.callback.choose')}
          data={endpoint?.fields.map(({ path, sample }) => ({ value: path, label: withSample(path, sample) })) ?? []}
          value={endpoint?.fields.some(({ path }) => path === byKey.path) ? byKey.path : null}
          searchable
          allowDeselect={false}
          disabled={readOnly || !endpoint}
          onChange={(path) => path && onChange({ ...byKey, path })}
        />
      )}
      <Select
        label={t('callApi.callback.output')}
        description={outputs.length === 0 ? t('callApi.callback.noOutput') : undefined}
        placeholder={t('callApi.callback.choose')}
        data={outputs}
        value={outputs.includes(byKey.output) ? byKey.output : null}
        allowDeselect={false}
        disabled={readOnly || outputs.length === 0}
        onChange={(output) => output && onChange({ ...byKey, output })}
      />
    </div>
  )
}

function withSample(path: string, sample: Endpoints[number]['fields'][number]['sample']): string {
  return sample === null || sample === '' || typeof sample === 'object' ? path : `${path} · ${String(sample)}`
}
