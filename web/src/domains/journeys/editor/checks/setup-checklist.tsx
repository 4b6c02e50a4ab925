import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconCheck, IconChevronDown, IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import { toastError } from '../../../../ui/feedback/toast.ts'
import { useEditor, useEditorState, useEditorView, useFindings } from '../context/editor-context.tsx'
import classes from './setup-checklist.module.css'
import { useNodeLabel } from '../context/use-node-label.ts'

type Item = NonNullable<Outputs['journeyTemplates']['checklist']['items']>[number]

/** Connections are tested and participants added on other pages. */
const pollMs = 10_000

/** The remaining tasks of a template, each with a link. Hidden once dismissed. */
export function SetupChecklist({ isPublished }: { isPublished: boolean }) {
  const { t } = useTranslation('editor')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { journeyId } = useEditor()
  const readOnly = useEditorState((state) => state.readOnly)
  const { issues } = useFindings()
  const [isOpen, setIsOpen] = useState(true)
  const checklist = useQuery(
    trpc.journeyTemplates.checklist.queryOptions(
      { journeyId },
      {
        staleTime: 0,
        refetchInterval: ({ state }) => (state.data?.items?.some(({ isDone }) => !isDone) ? pollMs : false),
      },
    ),
  )
  const dismiss = useMutation(
    trpc.journeyTemplates.dismissChecklist.mutationOptions({
      onSuccess: () =>
        queryClient.setQueryData(trpc.journeyTemplates.checklist.queryKey({ journeyId }), { items: null }),
      onError: toastError,
    }),
  )
  const items = checklist.data?.items?.map((item): Item => {
    if (item.do === 'publish') return { ...item, isDone: isPublished }
    if (item.do !== 'fillToken') return item
    // The editor has the newest draft before the server does.
    const isMissing = issues.some(
      ({ code, nodeId, params }) =>
        code === 'node.tokenUnmapped' && nodeId === item.nodeId && params?.token === item.token,
    )
    return { ...item, isDone: !isMissing }
  })
  if (!items) return null
  const left = items.filter(({ isDone }) => !isDone).length
  return (
    <section className={classes.card} aria-label={t('setup.title')}>
      <div className={classes.head}>
        <UnstyledButton className={classes.title} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <IconChevronDown size={16} stroke={1.5} aria-hidden="true" />
          {left === 0 ? t('setup.done') : t('setup.left', { count: left })}
        </UnstyledButton>
        {readOnly ? null : (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('setup.dismiss')}
            loading={dismiss.isPending}
            onClick={() => dismiss.mutate({ journeyId })}
          >
            <IconX size={16} stroke={1.5} />
          </ActionIcon>
        )}
      </div>
      {isOpen ? (
        <ol className={classes.list}>
          {items.map((item, index) => (
            <li key={`${item.do} ${index}`} data-done={item.isDone || undefined}>
              <span className={classes.mark} role="img" aria-label={t(item.isDone ? 'setup.isDone' : 'setup.isLeft')}>
                {item.isDone ? <IconCheck size={12} stroke={2.5} aria-hidden="true" /> : null}
              </span>
              <ItemText item={item} journeyId={journeyId} />
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  )
}

function ItemText({ item, journeyId }: { item: Item; journeyId: string }) {
  const { t } = useTranslation('editor')
  const { openNode } = useEditorView()
  const labelOf = useNodeLabel()
  switch (item.do) {
    case 'checkConnection':
      return (
        <AnchorLink
          to="/connections/$connectionId"
          params={{ connectionId: item.connection?.id ?? '' }}
          hash="authorization"
        >
          {t('setup.checkConnection', { name: item.connection?.name })}
        </AnchorLink>
      )
    case 'fillToken': {
      const { nodeId = '', token } = item
      return (
        <UnstyledButton className={classes.link} onClick={() => openNode(nodeId)}>
          {t('setup.fillToken', { token, step: labelOf(nodeId) })}
        </UnstyledButton>
      )
    }
    case 'connectEvent':
      return <AnchorLink to="/events">{t('setup.connectEvent')}</AnchorLink>
    case 'addPeople':
      return (
        <AnchorLink to="/journeys/$journeyId/import" params={{ journeyId }}>
          {t('setup.addPeople')}
        </AnchorLink>
      )
    case 'publish':
      return <span>{t('setup.publish')}</span>
  }
}
