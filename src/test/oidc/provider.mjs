// An OpenID Connect provider: node provider.mjs PORT REDIRECT_URIS. Its login accepts any password.
import { Provider } from 'oidc-provider'

const [port, redirectUris] = process.argv.slice(2)
const issuer = `http://127.0.0.1:${port}`
const SECRET = 'a secret of a test that is long enough'

/** Of people and of programs. */
const groups = { ann: ['operator'], vera: ['viewer'], eve: [], nightly: ['operator'], brief: ['operator'] }
const isBrief = client => client.clientId === 'brief'

const program = id => ({
  client_id: id, client_secret: SECRET, grant_types: ['client_credentials'], response_types: [], redirect_uris: [], scope: 'groups',
})
const forPeople = id => ({ client_id: id, client_secret: SECRET, redirect_uris: redirectUris.split(','), scope: 'openid groups' })

const provider = new Provider(issuer, {
  clients: [forPeople('mlops-task'), forPeople('notebook'), program('nightly'), program('brief')],
  scopes: ['openid', 'groups'],
  claims: { openid: ['sub'], groups: ['groups', 'preferred_username'] },
  conformIdTokenClaims: false,
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, groups: groups[id] ?? [] }),
  }),
  extraTokenClaims: (context, token) => {
    const name = token.accountId ?? token.clientId
    return { groups: groups[name] ?? [], preferred_username: name }
  },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:mlops-task',
      useGrantedResource: () => true,
      getResourceServerInfo: (context, resource, client) => ({
        scope: 'groups',
        audience: resource.replace('urn:', ''),
        accessTokenTTL: isBrief(client) ? 2 : 600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  ttl: { IdToken: 10, Session: 600, Grant: 600, Interaction: 600 },
  pkce: { required: () => false },
  cookies: { keys: [SECRET] },
})
provider.listen(Number(port), '127.0.0.1', () => console.log('listening'))
