import { Button, Menu, ScrollArea } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useLocale } from '../../i18n/use-locale.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import { useNodeForm } from '../form/node-form-context.tsx'
import classes from './code-form.module.css'
import { codeNameOf } from './code-name-of.ts'

const texts = defineTexts({ en: { insert: 'Insert value' }, ja: { insert: '値を差し込む' } })

/** A menu of fields and outputs of earlier steps, inserted as code names. */
export function InsertValue({ onInsert }: { onInsert: (code: string) => void }) {
  const text = texts[useLocale()]
  const { variables } = useNodeForm()
  const groups = Map.groupBy(variables, ({ group }) => group)
  if (variables.length === 0) return null
  return (
    <Menu position="bottom-end" returnFocus={false}>
      <Menu.Target>
        <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={14} stroke={1.5} />}>
          {text.insert}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ScrollArea.Autosize mah={280} type="scroll">
          {[...groups].map(([group, members]) => (
            <div key={group}>
              <Menu.Label>{group}</Menu.Label>
              {members.map(({ name, label }) => (
                <Menu.Item
                  key={name}
                  rightSection={<span className={classes.menuValue}>{codeNameOf(name)}</span>}
                  onClick={() => onInsert(codeNameOf(name))}
                >
                  {label}
                </Menu.Item>
              ))}
            </div>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  )
}
