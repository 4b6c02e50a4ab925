import {
  IconAddressBook,
  IconChecklist,
  IconClipboardText,
  IconDeviceMobileMessage,
  IconHeadset,
  IconLifebuoy,
  IconMessageReply,
  IconMessages,
  type IconProps,
  IconWorld,
} from '@tabler/icons-react'
import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import type { ConnectorCategory } from '@tabiji/shared/connectors/define-connector.ts'
import type { ComponentType } from 'react'

// By category instead of by vendor, so that a new preset needs no picture.
const categoryIcons: Record<ConnectorCategory, ComponentType<IconProps>> = {
  chat: IconMessages,
  support: IconLifebuoy,
  messaging: IconDeviceMobileMessage,
  crm: IconAddressBook,
  tasks: IconChecklist,
  contactCentre: IconHeadset,
  surveys: IconClipboardText,
}

export function connectorIcon(connector: ConnectorName): ComponentType<IconProps> {
  if (connector === 'demo') return IconMessageReply
  const preset = presetOf(connector)
  return preset ? categoryIcons[preset.category] : IconWorld
}
