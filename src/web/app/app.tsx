import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { Me } from '../../contracts/http/index.js';
import { LiveProvider } from '../api/live/live.js';
import { isStaff, MeContext, meQuery, worksHere } from '../api/me.js';
import { sayError } from '../api/problem.js';
import { useTongue } from '../i18n/language.js';
import { Notice } from '../ui/notice.js';
import { Screen } from '../ui/screen.js';
import { Toasts } from '../ui/toasts.js';
import { Boundary } from './boundary.js';
import { Frame } from './frame.js';
import { Loading } from './loading.js';
import { GuardedRouter } from './unsaved.js';
import { useMemberLanguage } from './member-language.js';
import { NotFound } from './not-found.js';

const Login = lazy(() => import('../screens/login/login.js'));
const FirstAdmin = lazy(() => import('../screens/first-admin/first-admin.js'));
const Live = lazy(() => import('../screens/live/live-screen.js'));
const Booking = lazy(() => import('../screens/booking/booking-screen.js'));
const MyBookings = lazy(() => import('../screens/my-bookings/my-bookings-screen.js'));
const Desk = lazy(() => import('../screens/booking-desk/desk-screen.js'));
const Settings = lazy(() => import('../screens/booking-settings/settings-screen.js'));
const Groups = lazy(() => import('../screens/booking-settings/groups-screen.js'));
const Demo = lazy(() => import('../screens/demo/demo-screen.js'));
const Help = lazy(() => import('../screens/help/help-screen.js'));

/** The frame, and in it the screen of the address; for somebody who is not logged in, the login at any address. */
export function App() {
  const { data: me, error, refetch } = useQuery(meQuery);
  const chooseLanguage = useMemberLanguage(me);
  return (
    <GuardedRouter>
      <Frame me={me ?? null} chooseLanguage={chooseLanguage}>
        <Boundary>
          <Suspense fallback={<Loading />}>
            {me === undefined && error !== null && <NoAnswer error={error} retry={() => void refetch()} />}
            {me === undefined && error === null && <Loading />}
            {me === null && (
              <Switch>
                <Route path="/help" component={Help} />
                <Route path="/first-admin" component={FirstAdmin} />
                <Route component={Login} />
              </Switch>
            )}
            {me && <Screens me={me} />}
          </Suspense>
        </Boundary>
      </Frame>
    </GuardedRouter>
  );
}

function Screens({ me }: { readonly me: Me }) {
  return (
    <MeContext value={me}>
      <LiveProvider key={me.id}>
        <Toasts>
          <Switch>
            <Route path="/" component={Live} />
            <Route path="/book" component={Booking} />
            <Route path="/bookings" component={MyBookings} />
            {worksHere(me) && <Route path="/desk/:part?" component={Desk} />}
            {isStaff(me) && <Route path="/settings/booking" component={Settings} />}
            {isStaff(me) && <Route path="/settings/groups" component={Groups} />}
            {me.demo && <Route path="/demo" component={Demo} />}
            <Route path="/help" component={Help} />
            {/* Once there is an admin, the link leads no further than the workshop. */}
            <Route path="/first-admin">
              <Redirect to="/" replace />
            </Route>
            <Route component={NotFound} />
          </Switch>
        </Toasts>
      </LiveProvider>
    </MeContext>
  );
}

function NoAnswer({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const { language, t } = useTongue();
  return (
    <Screen title={t.errors.title} narrow>
      <Notice tone="bad" alert>
        <p>{sayError(error, language, t)}</p>
      </Notice>
      <Button mt="md" size="md" onClick={retry}>
        {t.app.retry}
      </Button>
    </Screen>
  );
}
