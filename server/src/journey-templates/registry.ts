// The template gallery, in its order: one line each, the export name being the id that callers use.
export { npsToChat } from './nps-to-chat.ts'
export { unopenedMailToSms } from './unopened-mail-to-sms.ts'
export { lostCtaToTicket } from './lost-cta-to-ticket.ts'
export { csatToTicket } from './csat-to-ticket.ts'
export { changeToCrm } from './change-to-crm.ts'
export { healthDropToAlert } from './health-drop-to-alert.ts'
