import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowsSplit2, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useLocale } from '../../i18n/use-locale.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import { defineNodeView } from '../definition/define-node-view.tsx'
import { ConditionBuilder } from '../form/condition/condition-builder.tsx'
import { describeCondition } from '../form/condition/describe-condition.ts'
import classes from '../form/form.module.css'
import { useNodeForm } from '../form/node-form-context.tsx'

const texts = defineTexts({
  en: {
    hint: 'Everybody takes the first branch whose condition they meet. Who meets none leaves by “Everyone else”.',
    name: 'Name of the branch',
    condition: 'Who goes this way',
    add: 'Add branch',
    up: 'Move up',
    down: 'Move down',
    remove: 'Remove branch',
    otherwise: 'Everyone else',
    branch: (letter: string) => `Branch ${letter}`,
    summary: (count: number) => `${count} branches, else “Everyone else”`,
    one: (condition: string) => `If ${condition}`,
  },
  ja: {
    hint: '参加者は、条件に合う最初の分岐へ進みます。どれにも合わない場合は「それ以外」へ進みます。',
    name: '分岐の名前',
    condition: 'この分岐へ進む条件',
    add: '分岐を追加',
    up: '上へ移動',
    down: '下へ移動',
    remove: '分岐を削除',
    otherwise: 'それ以外',
    branch: (letter: string) => `分岐 ${letter}`,
    summary: (count: number) => `${count} つの分岐と「それ以外」`,
    one: (condition: string) => `${condition} の場合`,
  },
})

export const split = defineNodeView('split', {
  icon: IconArrowsSplit2,
  category: 'logic',
  texts: {
    en: {
      description: 'Sends people different ways by condition',
      outlets: (outlet, { branches = [] }) =>
        branches.find(({ id }) => id === outlet)?.name || (outlet === 'default' ? texts.en.otherwise : outlet),
      parts: { branches: 'a branch' },
    },
    ja: {
      description: '条件によって参加者を振り分ける',
      outlets: (outlet, { branches = [] }) =>
        branches.find(({ id }) => id === outlet)?.name || (outlet === 'default' ? texts.ja.otherwise : outlet),
      parts: { branches: '分岐' },
    },
  },
  settings: {
    branches: { en: 'Branch', ja: '分岐' },
  },
  summary: ({ branches = [] }, context) => {
    const [first] = branches
    const text = texts[context.locale]
    if (branches.length !== 1 || !first) return branches.length === 0 ? '' : text.summary(branches.length)
    const condition = describeCondition(first.condition, context)
    return condition === '' ? '' : text.one(condition)
  },
  Form: function SplitForm({ config, onChange }) {
    const text = texts[useLocale()]
    const { readOnly } = useNodeForm()
    const branches = config.branches ?? []
    const change = (next: typeof branches) => onChange({ ...config, branches: next })
    return (
      <div className={classes.stack}>
        <p className={classes.hint}>{text.hint}</p>
        {branches.map((branch, index) => (
          <div key={branch.id} className={classes.card}>
            <div className={classes.cardHead}>
              <TextInput
                aria-label={text.name}
                value={branch.name}
                maxLength={80}
                readOnly={readOnly}
                onChange={(event) => change(branches.with(index, { ...branch, name: event.currentTarget.value }))}
              />
              <Tooltip label={text.up}>
                <ActionIcon
                  aria-label={text.up}
                  disabled={readOnly || index === 0}
                  onClick={() => change(swapped(branches, index, index - 1))}
                >
                  <IconArrowUp size={16} stroke={1.5} />
                </ActionIcon>
              </Tooltip>
              <Tooltip label={text.down}>
                <ActionIcon
                  aria-label={text.down}
                  disabled={readOnly || index === branches.length - 1}
                  onClick={() => change(swapped(branches, index, index + 1))}
                >
                  <IconArrowDown size={16} stroke={1.5} />
                </ActionIcon>
              </Tooltip>
              <Tooltip label={text.remove}>
                <ActionIcon
                  aria-label={text.remove}
                  disabled={readOnly || branches.length === 1}
                  onClick={() => change(branches.toSpliced(index, 1))}
                >
                  <IconTrash size={16} stroke={1.5} />
                </ActionIcon>
              </Tooltip>
            </div>
            <ConditionBuilder
              label={`${text.condition}: ${branch.name}`}
              value={branch.condition}
              onChange={(condition) => change(branches.with(index, { ...branch, condition }))}
            />
          </div>
        ))}
        {readOnly || branches.length >= 50 ? null : (
          <div>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} stroke={1.5} />}
              onClick={() => {
                const id = freeBranchId(branches.map((branch) => branch.id))
                change([...branches, { id, name: text.branch(id.toUpperCase()), condition: { all: [] } }])
              }}
            >
              {text.add}
            </Button>
          </div>
        )}
      </div>
    )
  },
})

/** `a`, `b`, … `z`, `b27`, …: short, because it becomes the name of the outlet. */
export function freeBranchId(taken: readonly string[]): string {
  for (let number = 0; ; number++) {
    const id = number < 26 ? String.fromCharCode(97 + number) : `b${number + 1}`
    if (!taken.includes(id)) return id
  }
}

function swapped<T>(list: readonly T[], from: number, to: number): T[] {
  return list.with(from, list[to]!).with(to, list[from]!)
}
