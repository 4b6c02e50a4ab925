import { Radio, Switch } from '@mantine/core'
import type { Callback } from '@tabiji/shared/events/callback.ts'
import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import type { NodeFormProps } from '../../definition/define-node-view.tsx'
import { DurationInput } from '../../form/time/duration-input.tsx'
import formClasses from '../../form/form.module.css'
import { useNodeForm } from '../../form/node-form-context.tsx'
import { fieldTestOf, payloadTestOf } from '../../form/condition/payload-tests.ts'
import classes from '../call-api.module.css'
import { firstCallback, noKey, withKey, withoutCallback, withoutKey } from './callback-draft.ts'
import { CallbackKey } from './callback-key.tsx'
import { CallbackTests } from './callback-tests.tsx'
import { CallbackValues } from './callback-values.tsx'

type CallbackSectionProps = Pick<NodeFormProps<'callApi'>, 'config' | 'onChange'> & { action: ExternalAction }

/**
 * For a system that replies at once and reports the result later: whether to wait for the callback, and what it means.
 */
export function CallbackSection({ action, config, onChange }: CallbackSectionProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const endpoints = useEndpoints(config.callback?.byKey !== undefined)
  const callback = config.callback ? { ...firstCallback, ...config.callback } : null
  const change = (next: Partial<Callback>) =>
    onChange({ ...config, callback: { ...firstCallback, ...callback, ...next } })
  const endpoint = endpoints?.find(({ id }) => id === callback?.byKey?.endpointId)
  const paths = endpoint?.fields.map(({ path }) => path) ?? []
  return (
    <section className={formClasses.section} aria-label={t('callApi.callback.title')}>
      <h3 className={formClasses.sectionTitle}>{t('callApi.callback.title')}</h3>
      <Switch
        label={t('callApi.callback.wait')}
        description={t('callApi.callback.waitHint')}
        checked={callback !== null}
        disabled={readOnly}
        onChange={(event) =>
          onChange(event.currentTarget.checked ? { ...config, callback: firstCallback } : withoutCallback(config))
        }
      />
      {callback ? (
        <>
          <Radio.Group
            label={t('callApi.callback.how')}
            value={callback.byKey ? 'byKey' : 'ownAddress'}
            onChange={(way) => onChange(way === 'byKey' ? withKey(config, action) : withoutKey(config))}
          >
            <div className={classes.ways}>
              {(['ownAddress', 'byKey'] as const).map((way) => (
                <Radio
                  key={way}
                  value={way}
                  label={t(`callApi.callback.${way}`)}
                  description={t(`callApi.callback.${way}Hint`)}
                  disabled={readOnly}
                />
              ))}
            </div>
          </Radio.Group>
          {callback.byKey ? (
            <CallbackKey
              byKey={{ ...noKey, ...callback.byKey }}
              endpoints={endpoints}
              action={action}
              onChange={(byKey) => change({ byKey })}
            />
          ) : null}
          <DurationInput
            label={t('callApi.callback.timeLimit')}
            description={t('callApi.callback.timeLimitHint')}
            value={callback.timeLimit}
            onChange={(timeLimit) => change({ timeLimit: timeLimit as Callback['timeLimit'] })}
          />
          <CallbackTests
            paths={paths}
            tests={Object.entries(callback.succeededWhen).map(fieldTestOf)}
            onChange={(tests) => change({ succeededWhen: Object.fromEntries(tests.map(payloadTestOf)) })}
          />
          <CallbackValues
            config={config}
            paths={paths}
            values={callback.values}
            onValues={(values) => change({ values })}
            onChange={onChange}
          />
        </>
      ) : null}
    </section>
  )
}

/** Undefined while loading, and when `isAsked` is false. */
function useEndpoints(isAsked: boolean): Outputs['events']['endpoints'] | undefined {
  // A new endpoint is created in another tab, while this form stays open.
  const options = { enabled: isAsked, refetchOnWindowFocus: 'always' } as const
  return useQuery(useTRPC().events.endpoints.queryOptions(undefined, options)).data
}
