// Asks a server at the given address through Google's own client library, of which only the address is set.
const { safebrowsing } = require('@googleapis/safebrowsing');

const [rootUrl, prefix] = process.argv.slice(2);
const ask = (url) => ({
  requestBody: {
    client: { clientId: 'weir-test', clientVersion: '1' },
    threatInfo: {
      threatTypes: ['SOCIAL_ENGINEERING', 'MALWARE'], platformTypes: ['ANY_PLATFORM'], threatEntryTypes: ['URL'], threatEntries: [{ url }],
    },
  },
});

(async () => {
  const key = process.argv[4] || 'unused';
  const v4 = safebrowsing({ version: 'v4', rootUrl, auth: key });
  const found = (await v4.threatMatches.find(ask('http://bad.example/'))).data;
  console.log('v4', found.matches[0].threatType, found.matches[0].threat.url);
  const none = (await v4.threatMatches.find(ask('http://good.example/'))).data;
  console.log('v4', none.matches ? 'some' : 'none');
  console.log('v4 lists', (await v4.threatLists.list({})).data.threatLists.some((list) => list.threatType === 'SOCIAL_ENGINEERING'));
  const v5 = safebrowsing({ version: 'v5', rootUrl, auth: key });
  const hashes = (await v5.hashes.search({ hashPrefixes: [prefix], alt: 'json' })).data;
  console.log('v5', hashes.fullHashes[0].fullHashDetails[0].threatType, hashes.fullHashes[0].fullHash);
  const nothing = (await v5.hashes.search({ hashPrefixes: ['AAAAAA=='], alt: 'json' })).data;
  console.log('v5', nothing.fullHashes ? 'some' : 'none');
})().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
