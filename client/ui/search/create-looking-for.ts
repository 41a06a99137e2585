// What a screen of somebody signed in looks for: on this device and on the server, in their name.
import { createEverywhere, type LookingEverywhere } from '../../reactive/create-everywhere.ts';
import { useSignedIn } from '../frame/signed-in.tsx';

export function createLookingFor(): LookingEverywhere {
  const { messenger, api } = useSignedIn();
  return createEverywhere({
    device: messenger.search,
    ask: (query, page) => api.findMessages(query, page),
    link: messenger.link,
  });
}
