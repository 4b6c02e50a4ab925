import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const mailPersonalData = [
  declareTable('mail_links', {
    columns: {
      id: 'none',
      mail_id: 'none',
      url: 'content',
      link: 'content',
      label: 'content',
      clicks: 'none',
      clicked_at: 'none',
    },
    workspace: { column: 'mail_id', of: 'mails', key: 'id' },
    mentions: 'redact',
    retention: 'recordRetention',
  }),
  declareTable('mails', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      journey_id: 'none',
      version_number: 'none',
      node_id: 'none',
      enrollment_id: 'link',
      participant_id: 'link',
      step_id: 'none',
      visit: 'none',
      is_test: 'none',
      status: 'none',
      to_address: 'identifies',
      from_address: 'content',
      subject: 'content',
      html: 'content',
      body_text: 'content',
      message_id: 'link',
      error: 'content',
      created_at: 'none',
      sent_at: 'none',
      tracking_id: 'none',
      opens: 'none',
      opened_at: 'none',
      clicked_at: 'none',
    },
    workspace: { column: 'workspace_id' },
    people: {
      links: [
        { by: 'participant', column: 'participant_id' },
        { by: 'enrollment', column: 'enrollment_id' },
        { by: 'address', column: 'to_address' },
      ],
      erase: 'delete',
    },
    // A mail to somebody else: the row shows that it was sent, and its texts go.
    mentions: { set: { subject: '', html: '', body_text: '', error: null } },
    retention: 'recordRetention',
  }),
]
