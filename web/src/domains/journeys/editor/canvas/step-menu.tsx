import { FocusTrap, Portal, TextInput } from '@mantine/core'
import { useClickOutside } from '@mantine/hooks'
import { type NodeKindName, nodeKind } from '@tabiji/shared/nodes/node-kind.ts'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { kindTitle } from '@tabiji/shared/nodes/node-name.ts'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { kindsByCategory, nodeView } from '../../../../nodes/node-view.ts'
import { useEditorState } from '../context/editor-context.tsx'
import type { InsertionPoint } from '../store/editor-store.ts'
import classes from './step-menu.module.css'

export type StepMenuProps = {
  place: InsertionPoint
  anchor: { x: number; y: number }
  onChoose: (kind: NodeKindName) => void
  onClose: () => void
}

const width = 304
const maxHeight = 384

/** The node kinds that can be added at one place: type to filter, arrow keys and Enter to choose. */
export function StepMenu({ place, anchor, onChoose, onClose }: StepMenuProps) {
  const { t } = useTranslation(['editor', 'nodes'])
  const locale = useLocale()
  const hasEntry = useEditorState((state) => state.document.nodes.some(({ kind }) => kind === 'entry'))
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const box = useClickOutside<HTMLDivElement>(onClose)

  const wanted = search.trim().toLowerCase()
  const groups = kindsByCategory
    .map(({ category, kinds }) => ({
      category,
      kinds: kinds.filter((kind) => {
        const { description } = nodeView(kind).texts[locale]
        const fits = `${kindTitle(kind, locale)} ${description} ${kind}`.toLowerCase().includes(wanted)
        return fits && !(kind === 'entry' && hasEntry) && canStand(kind, place)
      }),
    }))
    .filter(({ kinds }) => kinds.length > 0)
  const kinds = groups.flatMap((group) => group.kinds)
  const current = kinds[Math.min(active, kinds.length - 1)]

  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const left = Math.max(8, Math.min(anchor.x, window.innerWidth - width - 8))
  const room = window.innerHeight - anchor.y - 8
  const above = room < 260
  return (
    <Portal>
      <FocusTrap>
        <div
          ref={box}
          className={classes.menu}
          role="dialog"
          aria-label={t('editor:menu.title')}
          style={{
            width,
            left,
            maxHeight: above ? Math.min(maxHeight, anchor.y - 40) : Math.min(maxHeight, room),
            ...(above ? { bottom: window.innerHeight - anchor.y + 32 } : { top: anchor.y }),
          }}
          onKeyDown={(event) => {
            event.stopPropagation()
            if (event.key === 'Escape') onClose()
            else if (event.key === 'ArrowDown')
              setActive((Math.min(active, kinds.length - 1) + 1) % Math.max(1, kinds.length))
            else if (event.key === 'ArrowUp') setActive((active - 1 + kinds.length) % Math.max(1, kinds.length))
            // During Japanese composition, Enter ends the composition.
            else if (event.key === 'Enter' && !event.nativeEvent.isComposing && current) onChoose(current)
            else return
            event.preventDefault()
          }}
        >
          <TextInput
            className={classes.search}
            variant="unstyled"
            leftSection={<IconSearch size={16} stroke={1.5} />}
            placeholder={t('editor:menu.search')}
            aria-label={t('editor:menu.search')}
            role="combobox"
            aria-expanded="true"
            aria-controls="step-menu-list"
            aria-activedescendant={current ? `step-menu-${current}` : undefined}
            value={search}
            data-autofocus
            onChange={(event) => {
              setSearch(event.currentTarget.value)
              setActive(0)
            }}
          />
          <div
            ref={list}
            id="step-menu-list"
            role="listbox"
            className={classes.list}
            aria-label={t('editor:menu.title')}
          >
            {kinds.length === 0 ? <p className={classes.nothing}>{t('editor:menu.nothing', { search })}</p> : null}
            {groups.map(({ category, kinds: inGroup }) => (
              <div key={category} role="group" aria-label={t(`nodes:category.${category}`)}>
                <div className={classes.category}>{t(`nodes:category.${category}`)}</div>
                {inGroup.map((kind) => {
                  const { icon: Icon, texts } = nodeView(kind)
                  const isActive = kind === current
                  return (
                    <div
                      key={kind}
                      id={`step-menu-${kind}`}
                      role="option"
                      aria-selected={isActive}
                      data-active={isActive || undefined}
                      className={classes.option}
                      onPointerMove={() => setActive(kinds.indexOf(kind))}
                      onClick={() => onChoose(kind)}
                    >
                      <Icon size={18} stroke={1.5} color={`var(--tj-category-${category})`} aria-hidden="true" />
                      <span className={classes.words}>
                        <span>{kindTitle(kind, locale)}</span>
                        <span className={classes.description}>{texts[locale].description}</span>
                      </span>
                    </div>
                  )
                })}
              </div>
            ))}
          </div>
        </div>
      </FocusTrap>
    </Portal>
  )
}

/** A kind without outlets would cut the edge; an entry cannot follow another node. */
function canStand(kind: NodeKindName, place: InsertionPoint): boolean {
  if ('edge' in place) return nodeKind(kind).outlets(nodeKind(kind).defaultConfig).length > 0 && kind !== 'entry'
  return 'position' in place || kind !== 'entry'
}
