import { UnstyledButton } from '@mantine/core'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useEditorState, useEditorView, useFindings } from '../context/editor-context.tsx'
import { issueText } from '../context/issue-text.ts'
import classes from './problems-list.module.css'
import { useNodeLabel } from '../context/use-node-label.ts'

export type ProblemsListProps = {
  onChosen: () => void
  /** Only issues that prevent publishing. */
  errorsOnly?: boolean
}

/** All issues, the worst first. Choosing one opens the place to fix it. */
export function ProblemsList({ onChosen, errorsOnly = false }: ProblemsListProps) {
  const { t } = useTranslation('editor')
  const { issues } = useFindings()
  const errors = issues.filter(({ severity }) => severity === 'error')
  const warnings = errorsOnly ? [] : issues.filter(({ severity }) => severity === 'warning')
  if (errors.length + warnings.length === 0) return <p className={classes.none}>{t('problems.none')}</p>
  return (
    <div className={classes.list}>
      {errors.length > 0 && !errorsOnly ? <h3 className={classes.title}>{t('problems.errors')}</h3> : null}
      {errors.map((issue, index) => (
        <Problem key={`${issue.code} ${index}`} issue={issue} onChosen={onChosen} />
      ))}
      {warnings.length > 0 ? <h3 className={classes.title}>{t('problems.warnings')}</h3> : null}
      {warnings.map((issue, index) => (
        <Problem key={`${issue.code} ${index}`} issue={issue} onChosen={onChosen} />
      ))}
    </div>
  )
}

function Problem({ issue, onChosen }: { issue: Issue; onChosen: () => void }) {
  const { t } = useTranslation('editor')
  const locale = useLocale()
  const { openNode, openSettings } = useEditorView()
  const document = useEditorState((state) => state.document)
  const labelOf = useNodeLabel()
  const Icon = issue.severity === 'error' ? IconAlertCircle : IconAlertTriangle
  return (
    <UnstyledButton
      className={classes.problem}
      data-severity={issue.severity}
      onClick={() => {
        if (issue.nodeId === undefined) openSettings()
        else openNode(issue.nodeId)
        onChosen()
      }}
    >
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      <span>
        <span className={classes.where}>
          {issue.nodeId === undefined ? t('problems.journey') : labelOf(issue.nodeId)}
        </span>
        <span className={classes.text}>{issueText(issue, document, locale)}</span>
      </span>
    </UnstyledButton>
  )
}
