import { formatField } from '@tabiji/shared/values/format-field.ts'
import { IconBookmark } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api/api-types.ts'
import { Notice } from '../../ui/feedback/notice.tsx'
import classes from './form.module.css'
import { useNodeForm } from './node-form-context.tsx'

type Sampled = NonNullable<Outputs['externalActions']['test']['sampled']>

/** Lists the values that come from sample replies. */
export function SampledValues({ sampled }: { sampled: Sampled }) {
  const { t } = useTranslation('nodes')
  const { labelOf } = useNodeForm()
  return (
    <Notice icon={IconBookmark} tone="info" role="note" title={t('sampled.title', { count: sampled.length })}>
      <ul className={classes.sampled}>
        {sampled.map(({ nodeId, name, value }) => (
          <li key={`${nodeId} ${name}`}>
            {labelOf(nodeId)} › <code>{name}</code>:{' '}
            <span className={classes.sampledValue}>{formatField(value) || '–'}</span>
          </li>
        ))}
      </ul>
      <p className={classes.sampledHint}>{t('sampled.hint')}</p>
    </Notice>
  )
}
