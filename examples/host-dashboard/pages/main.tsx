import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, Navigate } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { createEmailInCode } from './email-in-code.tsx'
import { EmailInFrame } from './email-in-frame.tsx'
import { Frame } from './frame.tsx'
import './host.css'
import { BotPage, BotSettings, Home, Main, NotFound, SignedOut } from './own-pages.tsx'
import { sessionQuery } from './session.ts'

const queryClient = new QueryClient()
const email = createEmailInCode(queryClient)

const router = createBrowserRouter([
  {
    path: '/',
    Component: Frame,
    loader: () => queryClient.ensureQueryData(sessionQuery),
    // The session does not change without a new document.
    shouldRevalidate: () => false,
    HydrateFallback: () => null,
    children: [
      {
        // The same frame for all of these pages, so that it is not loaded anew.
        Component: EmailInFrame,
        children: [
          'bots/:botId/messages',
          'bots/:botId/settings/email/*',
          'troubleshooting',
          'service-keys',
          'audit',
        ].map((path) => ({ path })),
      },
      {
        Component: Main,
        children: [
          { index: true, Component: Home },
          // The pages in the frame have a link to all bots.
          { path: 'bots', element: <Navigate to="/" replace /> },
          { path: 'bots/:botId', Component: BotPage },
          { path: 'bots/:botId/settings', Component: BotSettings },
          ...email.pages,
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
  { path: '/signed-out', Component: SignedOut },
  ...email.public,
])

const app = document.getElementById('app')
if (!app) throw new Error('The page has no element with the id "app".')
createRoot(app).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
