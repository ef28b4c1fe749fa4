import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatPurl, parsePurl } from '../../src/versions.ts';

it.each([
  ['pkg:npm/%40Angular/Animation@12.3.1', 'pkg:npm/%40angular/animation@12.3.1'],
  ['pkg:pypi/Zope_Interface@5', 'pkg:pypi/zope-interface@5'],
  ['pkg:github/Package-URL/Purl-Spec@244fd47e07d1004#/everybody/../loves/./dogs', 'pkg:github/package-url/purl-spec@244fd47e07d1004#everybody/loves/dogs'],
  ['PKG://Maven/org.apache/io@1.0?type=jar&classifier=', 'pkg:maven/org.apache/io@1.0?type=jar'],
  ['pkg:deb/Debian/attr@1:2.4.47-2%2Bb1?arch=amd64', 'pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64'],
  ['pkg:oci/Static@sha256%3AABCD', 'pkg:oci/static@sha256:abcd'],
  ['pkg:brew/postgresql%4012@12.17', 'pkg:brew/postgresql%4012@12.17'],
  ['pkg:cocoapods/GoogleUtilities@7.5.2#NSData+zlib', 'pkg:cocoapods/GoogleUtilities@7.5.2#NSData%2Bzlib'],
  ['pkg:pub/Shared-Preferences@2', 'pkg:pub/shared_preferences@2'],
  ['pkg:nuget/EnterpriseLibrary.Common@6.0', 'pkg:nuget/EnterpriseLibrary.Common@6.0'],
])('%s is %s', (text, canonical) => {
  expect(formatPurl(parsePurl(text))).toBe(canonical);
});

it.each(['npm/a', 'pkg:a', 'pkg:n&g/a', 'pkg:3a/a', 'pkg:maven/a', 'pkg:maven/@1', 'pkg:npm/a/@1', 'pkg:npm/a?b c=d', 'pkg:npm/a?b=1&B=2', 'pkg:golang/github.com%2Fx/y', 'pkg:npm/a%', 'pkg:vcpkg/boost/asio', 'pkg:julia/Dates@1.9.0', 'pkg:swid/Fedora@29', 'pkg:swift/Alamofire', 'pkg:cpan/GDT/URI::PackageURL', 'pkg:chrome-extension/short', 'pkg:cocoapods/.hidden'])('%s is no package URL', (text) => {
  expect(() => parsePurl(text)).toThrow(/cannot read/);
});

it('writes what it reads back the same', () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => text.trim() !== '' && !text.includes('/') && text !== '.' && text !== '..');
  fc.assert(fc.property(word, word, fc.option(word, { nil: null }), fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9._-]{0,6}$/), word, { maxKeys: 3 }), (namespace, name, version, qualifiers) => {
    const text = formatPurl({ type: 'generic', namespace, name, version, qualifiers });
    const parts = parsePurl(text);
    expect([parts.namespace, parts.name, parts.version, parts.qualifiers]).toEqual([namespace, name, version, Object.keys(qualifiers).length === 0 ? null : qualifiers]);
    expect(formatPurl(parts)).toBe(text);
  }), { numRuns: 300 });
});
