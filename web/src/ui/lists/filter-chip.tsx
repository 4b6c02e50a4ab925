import { Combobox, useCombobox } from '@mantine/core'
import { IconCheck, IconChevronDown, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './filter-chip.module.css'

export type FilterOption = { value: string; label: string; icon?: ReactNode }

export type FilterChipProps = {
  /** The name of the filter: "Status". */
  label: string
  options: readonly FilterOption[]
  /** Undefined shows everything. */
  value: string | undefined
  onChange: (value: string | undefined) => void
}

const searchFrom = 9

/** One filter of a list. Closed, the chip shows the value; open, it lists the options. */
export function FilterChip({ label, options, value, onChange }: FilterChipProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const isSearched = options.length >= searchFrom
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      combobox.focusTarget()
      setSearch('')
    },
    onDropdownOpen: () => (isSearched ? combobox.focusSearchInput() : combobox.selectActiveOption()),
  })
  const chosen = options.find((option) => option.value === value)
  const wanted = search.trim().toLowerCase()
  const shown = options.filter((option) => option.label.toLowerCase().includes(wanted))
  return (
    <Combobox
      store={combobox}
      width={240}
      position="bottom-start"
      withinPortal
      onOptionSubmit={(choice) => {
        onChange(choice === value ? undefined : choice)
        combobox.closeDropdown()
      }}
    >
      <span className={classes.chip} data-set={value === undefined ? undefined : true}>
        <Combobox.Target targetType="button">
          <button type="button" className={classes.button} onClick={() => combobox.toggleDropdown()}>
            {chosen?.icon}
            <span>{value === undefined ? label : t('filter.is', { label, value: chosen?.label ?? value })}</span>
            {value === undefined ? <IconChevronDown size={14} stroke={1.75} aria-hidden="true" /> : null}
          </button>
        </Combobox.Target>
        {value === undefined ? null : (
          <button
            type="button"
            className={classes.clear}
            aria-label={t('filter.clear', { label })}
            onClick={() => onChange(undefined)}
          >
            <IconX size={14} stroke={1.75} aria-hidden="true" />
          </button>
        )}
      </span>
      <Combobox.Dropdown>
        {isSearched ? (
          <Combobox.Search
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value)
              combobox.updateSelectedOptionIndex()
            }}
            placeholder={t('filter.search')}
            aria-label={t('filter.search')}
          />
        ) : null}
        <Combobox.Options mah="20rem" style={{ overflowY: 'auto' }} aria-label={label}>
          {shown.map((option) => (
            <Combobox.Option
              key={option.value}
              value={option.value}
              active={option.value === value}
              className={classes.option}
            >
              {option.icon}
              <span className={classes.optionLabel}>{option.label}</span>
              {option.value === value ? <IconCheck size={14} stroke={1.75} aria-hidden="true" /> : null}
            </Combobox.Option>
          ))}
          {shown.length === 0 ? <Combobox.Empty>{t('filter.nothing')}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
