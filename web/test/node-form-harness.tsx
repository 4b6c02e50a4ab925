import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import type { NodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import {
  type AnyRouter,
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { act, render } from '@testing-library/react'
import { useState } from 'react'
import { Providers } from '../src/app/providers.tsx'
import { startI18n } from '../src/i18n/i18n.ts'
import { createApi } from '../src/lib/api/trpc.ts'
import type { DraftConfig } from '../src/nodes/definition/define-node-view.tsx'
import { type NodeFormEnvironment, NodeFormProvider } from '../src/nodes/form/node-form-context.tsx'
import { nodeView } from '../src/nodes/node-view.ts'

export const testFields: FieldDefinition[] = [
  { key: 'email', type: 'email', label: 'E-mail' },
  { key: 'score', type: 'number', label: 'Score' },
  { key: 'plan', type: 'select', label: 'Plan', options: ['free', 'pro'] },
]

export function formEnvironment(given: Partial<NodeFormEnvironment> = {}): NodeFormEnvironment {
  return {
    journeyId: 'journey',
    timeZone: 'Asia/Tokyo',
    locale: 'en',
    fields: testFields,
    nodes: [],
    variables: testFields.map((field) => ({
      name: `participant.${field.key}`,
      label: field.label ?? field.key,
      group: 'Participant',
      type: field.type,
    })),
    externalActions: new Map<string, ExternalAction>(),
    labelOf: (id) => id,
    addField: () => undefined,
    readOnly: false,
    ...given,
  }
}

/** Renders the form of a node kind as in the panel; `latest()` is the config that it would save. */
export async function openForm<Kind extends NodeKindName>(
  kind: Kind,
  config: DraftConfig<Kind>,
  given: Partial<NodeFormEnvironment> = {},
): Promise<{ latest: () => DraftConfig<Kind> }> {
  await startI18n('en')
  let latest = config
  function Form() {
    const [current, setCurrent] = useState(config)
    const View = nodeView(kind).Form
    return (
      <View
        node={{ id: 'node', kind, position: { x: 0, y: 0 }, config: current as Record<string, unknown> }}
        config={current}
        issues={[]}
        onChange={(next) => {
          latest = next
          setCurrent(next)
        }}
      />
    )
  }
  // There is no server in these tests: the form's requests stay pending, and the form must work without their results.
  const api = createApi({ onUnauthenticated: () => undefined, url: 'http://127.0.0.1:9/trpc' })
  const environment = formEnvironment(given)
  const root = createRootRoute({
    component: () => (
      <NodeFormProvider value={environment}>
        <Form />
      </NodeFormProvider>
    ),
  })
  // The links of a form need a router; their targets are not tested here.
  const router = createRouter({ routeTree: root, history: createMemoryHistory() }) as unknown as AnyRouter
  await router.load()
  await act(async () => {
    render(
      <Providers api={api} env="test">
        <RouterProvider router={router} />
      </Providers>,
    )
  })
  return { latest: () => latest }
}
