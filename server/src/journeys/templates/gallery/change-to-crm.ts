import { nodePosition, defineTemplate } from '../define-template.ts'

const contactTokens = {
  email: { from: 'field', field: 'email' },
  firstName: { from: 'field', field: 'firstName', ifMissing: 'empty' },
  lastName: { from: 'field', field: 'lastName', ifMissing: 'empty' },
  phone: { from: 'field', field: 'phone', ifMissing: 'empty' },
  company: { from: 'field', field: 'company', ifMissing: 'empty' },
}

export const changeToCrm = defineTemplate({
  order: 5,
  title: { en: 'Changed customer to HubSpot', ja: '顧客情報の変更を HubSpot へ' },
  description: {
    en: 'Whenever another system reports that a person or their company changed, the HubSpot contact gets the new values. Somebody who is not there yet is created.',
    ja: '担当者や会社の情報が変わったという通知を別のシステムから受けるたびに、HubSpot のコンタクトを更新します。まだ登録がなければ新しく作成します。',
  },
  actions: {
    updateContact: {
      connector: 'hubspot',
      name: { en: 'Update a contact', ja: 'コンタクトを更新' },
      method: 'PATCH',
      path: '/crm/v3/objects/contacts/{{email}}',
      query: [{ name: 'idProperty', value: 'email' }],
      body: {
        kind: 'json',
        template:
          '{\n  "properties": {\n    "firstname": "{{firstName}}",\n    "lastname": "{{lastName}}",\n    "phone": "{{phone}}",\n    "company": "{{company}}"\n  }\n}',
      },
      tokens: [
        { name: 'email', type: 'email', required: true, sample: 'customer001@example.com' },
        { name: 'firstName', type: 'text', sample: { en: 'Customer', ja: 'お客様' } },
        { name: 'lastName', type: 'text', sample: '001' },
        { name: 'phone', type: 'text', sample: '+81300000000' },
        { name: 'company', type: 'text', sample: { en: 'Example', ja: 'サンプル' } },
      ],
      extract: [{ name: 'id', path: '$.id', type: 'text', ifMissing: 'empty' }],
    },
    createContact: {
      connector: 'hubspot',
      name: { en: 'Create a contact', ja: 'コンタクトを作成' },
      method: 'POST',
      path: '/crm/v3/objects/contacts',
      body: {
        kind: 'json',
        template:
          '{\n  "properties": {\n    "email": "{{email}}",\n    "firstname": "{{firstName}}",\n    "lastname": "{{lastName}}",\n    "phone": "{{phone}}",\n    "company": "{{company}}"\n  }\n}',
      },
      tokens: [
        { name: 'email', type: 'email', required: true, sample: 'customer001@example.com' },
        { name: 'firstName', type: 'text', sample: { en: 'Customer', ja: 'お客様' } },
        { name: 'lastName', type: 'text', sample: '001' },
        { name: 'phone', type: 'text', sample: '+81300000000' },
        { name: 'company', type: 'text', sample: { en: 'Example', ja: 'サンプル' } },
      ],
      extract: [{ name: 'id', path: '$.id', type: 'text', ifMissing: 'empty' }],
    },
  },
  document: {
    fields: [
      { key: 'email', type: 'email', required: true, label: { en: 'E-mail', ja: 'メールアドレス' } },
      { key: 'firstName', type: 'text', label: { en: 'First name', ja: '名' } },
      { key: 'lastName', type: 'text', label: { en: 'Last name', ja: '姓' } },
      { key: 'phone', type: 'text', label: { en: 'Phone', ja: '電話番号' } },
      { key: 'company', type: 'text', label: { en: 'Company', ja: '会社' } },
      { key: 'contactId', type: 'text', label: { en: 'HubSpot contact', ja: 'HubSpot のコンタクト' } },
    ],
    uniqueBy: ['email'],
    reentry: 'always',
    nodes: [
      { id: 'entry', kind: 'entry', position: nodePosition(0, 0), config: {} },
      {
        id: 'update',
        kind: 'callApi',
        name: { en: 'Update the contact', ja: 'コンタクトを更新' },
        position: nodePosition(0, 1),
        config: {
          externalActionId: { action: 'updateContact' },
          tokens: contactTokens,
          save: [{ output: 'id', field: 'contactId' }],
          onError: 'park',
          errorRules: [{ on: ['404'], policy: 'outlet' }],
        },
      },
      {
        id: 'create',
        kind: 'callApi',
        name: { en: 'Create the contact', ja: 'コンタクトを作成' },
        position: nodePosition(1, 2.25),
        config: {
          externalActionId: { action: 'createContact' },
          tokens: contactTokens,
          save: [{ output: 'id', field: 'contactId' }],
          onError: 'park',
        },
      },
      {
        id: 'updated',
        kind: 'exit',
        name: { en: 'Up to date', ja: '反映済み' },
        position: nodePosition(0, 3.25),
        config: { reason: 'upToDate' },
      },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'update' },
      { source: 'update', outlet: 'next', target: 'updated' },
      { source: 'update', outlet: 'failed', target: 'create' },
      { source: 'create', outlet: 'next', target: 'updated' },
    ],
  },
  tasks: [{ do: 'connectEvent' }],
})
