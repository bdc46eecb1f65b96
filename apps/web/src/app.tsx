import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { RouterProvider } from 'react-router/dom'
import { createRouter } from './create-router.tsx'
import { createQueryClient } from './ground/query-client.ts'
import { theme } from './ground/styles/theme.ts'

/** The key is also read by public/color-scheme.js. */
const colorSchemeManager = localStorageColorSchemeManager({ key: 'office365-email-color-scheme' })

export function App() {
  const [queryClient] = useState(createQueryClient)
  const [router] = useState(() => createRouter(queryClient))
  return (
    // Mantine's variables and classes are in our style sheets: the content security policy forbids <style> elements.
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
