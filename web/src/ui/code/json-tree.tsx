import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldTypeOf, type JsonSteps, jsonPathOf } from '../../lib/json-path-of.ts'
import classes from './json-tree.module.css'

export type JsonTreeProps = {
  label: string
  value: unknown
  /** Makes every value that fits a field a button. */
  onPick?: (steps: JsonSteps, value: unknown) => void
  /** Names of the values chosen before, by path. */
  picked?: ReadonlyMap<string, string>
}

const mostChildren = 100

/** A JSON document as a tree, from which values can be chosen with a click or Enter. */
export function JsonTree({ label, value, onPick, picked = new Map() }: JsonTreeProps) {
  return (
    <div className={classes.tree} role="group" aria-label={label}>
      <ul>
        <TreeNode name={null} value={value} steps={[]} isLast onPick={onPick} picked={picked} />
      </ul>
    </div>
  )
}

type NodeProps = Pick<JsonTreeProps, 'onPick'> & {
  name: string | number | null
  value: unknown
  steps: JsonSteps
  isLast: boolean
  picked: ReadonlyMap<string, string>
}

function TreeNode({ name, value, steps, isLast, onPick, picked }: NodeProps) {
  const { t } = useTranslation()
  const children = childrenOf(value)
  const [opened, setOpened] = useState(steps.length < 3)
  const comma = isLast ? '' : ','
  const key = typeof name === 'string' ? <span className={classes.key}>{JSON.stringify(name)}: </span> : null

  if (!children || children.length === 0) {
    return (
      <li className={classes.line}>
        {key}
        <Value value={value} steps={steps} comma={comma} onPick={onPick} picked={picked} />
      </li>
    )
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const hidden = children.length - mostChildren
  return (
    <li>
      <div className={classes.line}>
        <UnstyledButton
          className={classes.fold}
          aria-expanded={opened}
          aria-label={t(opened ? 'json.close' : 'json.open', { name: name ?? t('json.whole') })}
          onClick={() => setOpened(!opened)}
        >
          <IconChevronRight size={12} stroke={2} aria-hidden="true" />
        </UnstyledButton>
        {key}
        {open}
        {opened ? null : (
          <UnstyledButton className={classes.folded} tabIndex={-1} aria-hidden="true" onClick={() => setOpened(true)}>
            …
          </UnstyledButton>
        )}
        {opened ? null : close + comma}
        <ListPick value={value} steps={steps} onPick={onPick} picked={picked} />
      </div>
      {opened ? (
        <>
          <ul>
            {children.slice(0, mostChildren).map(([step, child], index) => (
              <TreeNode
                key={step}
                name={step}
                value={child}
                steps={[...steps, step]}
                isLast={index === children.length - 1}
                onPick={onPick}
                picked={picked}
              />
            ))}
            {hidden > 0 ? <li className={classes.more}>{t('json.more', { count: hidden })}</li> : null}
          </ul>
          <div className={classes.line}>
            {close}
            {comma}
          </div>
        </>
      ) : null}
    </li>
  )
}

type PickProps = Pick<NodeProps, 'value' | 'steps' | 'onPick' | 'picked'>

function Value({ value, steps, comma, onPick, picked }: PickProps & { comma: string }) {
  const { t } = useTranslation()
  const text = Array.isArray(value) ? '[]' : typeof value === 'object' && value ? '{}' : JSON.stringify(value)
  const shown = (
    <span className={classes.value} data-type={value === null ? 'null' : typeof value}>
      {text}
    </span>
  )
  const path = jsonPathOf(steps)
  const name = picked.get(path)
  if (!onPick || fieldTypeOf(value) === null || steps.length === 0) {
    return (
      <>
        {shown}
        {comma}
      </>
    )
  }
  return (
    <>
      <UnstyledButton
        className={classes.pick}
        data-picked={name !== undefined || undefined}
        title={path}
        aria-label={t('json.pick', { path, value: text })}
        onClick={() => onPick(steps, value)}
      >
        {shown}
      </UnstyledButton>
      {comma}
      {name === undefined ? null : <Picked name={name} />}
    </>
  )
}

/** A list of plain values can also be chosen as a whole. */
function ListPick({ value, steps, onPick, picked }: PickProps) {
  const { t } = useTranslation()
  if (!onPick || !Array.isArray(value) || fieldTypeOf(value) === null || steps.length === 0) return null
  const path = jsonPathOf(steps)
  const name = picked.get(path)
  return name === undefined ? (
    <UnstyledButton
      className={classes.whole}
      title={path}
      aria-label={t('json.pick', { path, value: t('json.items', { count: value.length }) })}
      onClick={() => onPick(steps, value)}
    >
      {t('json.items', { count: value.length })}
    </UnstyledButton>
  ) : (
    <Picked name={name} />
  )
}

function Picked({ name }: { name: string }) {
  return <span className={classes.name}>→ {name}</span>
}

function childrenOf(value: unknown): [string | number, unknown][] | null {
  if (Array.isArray(value)) return value.map((item, index) => [index, item])
  return typeof value === 'object' && value !== null ? Object.entries(value) : null
}
