import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Icon } from '../../../ground/components/icon.tsx'
import { pickerTexts } from '../picker-texts.ts'
import { botPagesQuery } from '../queries.ts'
import { useBotSearch } from '../use-bot-search.ts'
import classes from './bot-picker.module.css'

/** The next page is loaded when this much of the list is left below, in pixels. */
const nearEnd = 200

interface PickedBot {
  id: string
  name: string
}

interface BotPickerProps {
  label: string
  bot: PickedBot | null
  onPick: (botId: string) => void
  /** The first option, for no bot in particular. */
  none?: { name: string; onPick: () => void }
}

/** The ID of the option for no bot; no bot has it. */
const noBot = ''

/** A text field with a list, as in the ARIA pattern of an editable combobox: typing searches on the server. */
export function BotPicker({ label, bot, onPick, none }: BotPickerProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  /** The text that was typed since the list was opened; null while it is closed. */
  const [typed, setTyped] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  /** The text for which Enter was pressed before its bots were there. */
  const awaited = useRef<string | null>(null)
  const queryClient = useQueryClient()
  const open = typed !== null
  const { query, isCurrent } = useBotSearch(typed ?? '')
  const found = query.data?.pages.flatMap(({ bots }) => bots) ?? []
  const shown: PickedBot[] = none && !typed ? [{ id: noBot, name: none.name }, ...found] : found
  const current = bot ?? (none ? { id: noBot, name: none.name } : null)
  const optionId = (index: number) => `${id}-option-${index}`

  useEffect(() => {
    if (open) list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [open, active])

  const openList = () => {
    if (open) return
    setTyped('')
    setActive(
      Math.max(
        0,
        shown.findIndex((one) => one.id === current?.id),
      ),
    )
  }
  const close = () => {
    setTyped(null)
    awaited.current = null
  }
  const pick = (picked: string | undefined) => {
    close()
    if (picked === undefined || picked === current?.id) return
    if (picked === noBot) none?.onPick()
    else onPick(picked)
  }
  const pickFirstOf = async (text: string) => {
    awaited.current = text
    const { pages } = await queryClient.fetchInfiniteQuery(botPagesQuery({ q: text.trim() }))
    if (awaited.current === text) pick(pages[0]?.bots[0]?.id)
  }
  const pickActive = () => {
    if (isCurrent) pick(shown[active]?.id)
    // If the request fails, the list stays open.
    else pickFirstOf(typed ?? '').catch(() => undefined)
  }

  const loadMore = () => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
  }
  const move = (step: number) => {
    if (!open) openList()
    else if (step > 0 && active === shown.length - 1 && query.hasNextPage) loadMore()
    else if (shown.length > 0) setActive((active + step + shown.length) % shown.length)
  }
  const press = (event: KeyboardEvent) => {
    const actions: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: pickActive,
      Escape: close,
    }
    const action = actions[event.key]
    if (!action || (!open && (event.key === 'Enter' || event.key === 'Escape'))) return
    event.preventDefault()
    action()
  }
  return (
    <div className={classes['picker']}>
      <TextInput
        label={label}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && shown.length > 0 ? optionId(active) : undefined}
        autoComplete="off"
        spellCheck={false}
        rightSection={<Icon name="down" />}
        rightSectionPointerEvents="none"
        // Shows the typed text while the list is open; otherwise, and before any typing, the bot's name.
        value={typed || (current?.name ?? '')}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setActive(0)
          awaited.current = null
        }}
        onClick={(event) => {
          event.currentTarget.select()
          openList()
        }}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={close}
        onKeyDown={press}
      />
      {open && (
        <div className={classes['popup']}>
          <div
            ref={list}
            id={`${id}-list`}
            role="listbox"
            aria-label={pickerTexts.list}
            className={classes['list']}
            onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
              if (scrollHeight - scrollTop - clientHeight < nearEnd) loadMore()
            }}
          >
            {shown.map((option, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and handles the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the field refers to the active option
              <div
                key={option.id}
                id={optionId(index)}
                role="option"
                aria-selected={option.id === current?.id}
                data-active={index === active}
                className={classes['option']}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => pick(option.id)}
              >
                {option.name}
              </div>
            ))}
          </div>
          {shown.length === 0 && isCurrent && (
            <p role="status" className={classes['note']}>
              {pickerTexts.none}
            </p>
          )}
        </div>
      )}
    </div>
  )
}
