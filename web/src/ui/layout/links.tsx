import { Anchor, type AnchorProps, Button, type ButtonProps, Menu, type MenuItemProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type LinkAttributes = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'color' | 'style'> & {
  ref?: Ref<HTMLAnchorElement>
}

function AnchorBase(props: AnchorProps & LinkAttributes) {
  return <Anchor {...props} />
}

function ButtonBase(props: ButtonProps & LinkAttributes) {
  return <Button component="a" {...props} />
}

function MenuItemBase(props: MenuItemProps & LinkAttributes) {
  return <Menu.Item component="a" {...props} />
}

/** Mantine components as typed links of the router. */
export const AnchorLink = createLink(AnchorBase)
export const ButtonLink = createLink(ButtonBase)
export const MenuItemLink = createLink(MenuItemBase)
