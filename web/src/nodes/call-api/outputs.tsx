import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { NodeFormProps } from '../definition/define-node-view.tsx'
import { FieldPicker } from '../form/field/field-picker.tsx'
import formClasses from '../form/form.module.css'
import { useNodeForm } from '../form/node-form-context.tsx'
import classes from './call-api.module.css'

type OutputsProps = Pick<NodeFormProps<'callApi'>, 'config' | 'onChange'> & { action: ExternalAction }

/** The outputs of the action, and the participant field that stores each. */
export function Outputs({ action, config, onChange }: OutputsProps) {
  const { t } = useTranslation('nodes')
  return (
    <section className={formClasses.section}>
      <h3 className={formClasses.sectionTitle}>{t('callApi.outputs')}</h3>
      <p className={formClasses.hint}>{t(action.extract.length === 0 ? 'callApi.noOutputs' : 'callApi.outputsHint')}</p>
      {action.extract.map(({ name }) => (
        <div key={name} className={classes.output}>
          <code className={classes.tokenName}>{name}</code>
          <SaveOutput output={name} config={config} onChange={onChange} />
        </div>
      ))}
    </section>
  )
}

type SaveOutputProps = Pick<NodeFormProps<'callApi'>, 'config' | 'onChange'> & { output: string }

export function SaveOutput({ output, config, onChange }: SaveOutputProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  const save = config.save ?? []
  const saved = save.find((each) => each.output === output)
  const others = save.filter((each) => each.output !== output)
  return (
    <div className={classes.saveOutput}>
      <FieldPicker
        aria-label={t('callApi.saveTo', { output })}
        value={saved?.field ?? null}
        onChange={(field) => onChange({ ...config, save: [...others, { output, field }] })}
      />
      {saved && !readOnly ? (
        <Tooltip label={t('callApi.doNotSave')}>
          <ActionIcon aria-label={t('callApi.doNotSave')} onClick={() => onChange({ ...config, save: others })}>
            <IconX size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      ) : null}
    </div>
  )
}
