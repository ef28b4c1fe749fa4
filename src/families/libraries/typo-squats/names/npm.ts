import { readNames } from '../nearest.ts';

/** The 1145 most used npm packages by downloads a month, November 2026, without builds for one platform, and others that people ask for by name. */
const used = `
  semver ansi-styles debug minimatch strip-ansi chalk supports-color string-width ansi-regex lru-cache brace-expansion tslib emoji-regex wrap-ansi type-fest
  commander glob color-name color-convert source-map @types/node has-flag readable-stream picomatch safe-buffer escape-string-regexp uuid yallist signal-exit
  react-is is-fullwidth-code-point which p-limit json-schema-traverse find-up locate-path p-locate mime-db eslint-visitor-keys minipass glob-parent iconv-lite
  string_decoder js-yaml isarray mime-types @babel/types @babel/code-frame globals path-key yargs-parser resolve get-stream argparse @babel/parser yargs
  pretty-format ignore undici-types acorn isexe cross-spawn postcss balanced-match resolve-from fs-extra camelcase cliui @jridgewell/trace-mapping punycode
  @babel/helper-validator-identifier @babel/generator is-stream entities agent-base estraverse strip-json-comments shebang-regex shebang-command json5
  @babel/traverse webidl-conversions path-exists path-to-regexp whatwg-url https-proxy-agent onetime @babel/core form-data tr46 @babel/template execa
  typescript eslint-scope inherits convert-source-map rimraf negotiator get-intrinsic @babel/helper-module-imports @babel/runtime statuses universalify
  fast-deep-equal minimist picocolors @babel/helper-module-transforms chokidar @babel/compat-data @babel/helpers has-symbols @jest/types esbuild
  @typescript-eslint/types @babel/helper-compilation-targets function-bind caniuse-lite npm-run-path js-tokens graceful-fs @babel/helper-string-parser
  is-number bytes @jridgewell/sourcemap-codec readdirp @types/estree mimic-fn slash @typescript-eslint/typescript-estree y18n browserslist electron-to-chromium
  kind-of @typescript-eslint/visitor-keys yaml buffer cookie jsesc lodash braces fill-range @babel/helper-plugin-utils hasown node-fetch escalade
  @jridgewell/gen-mapping human-signals mkdirp gopd http-errors micromatch @typescript-eslint/scope-manager strip-bom es-object-atoms concat-map make-dir
  is-glob es-define-property nanoid @smithy/util-utf8 es-errors to-regex-range @babel/helper-validator-option call-bind-apply-helpers schema-utils
  update-browserslist-db path-scurry yocto-queue node-releases ci-info dunder-proto math-intrinsics mime get-proto @jridgewell/resolve-uri has-tostringtag
  uri-js magic-string object-inspect fast-glob dotenv pify @aws-sdk/types @typescript-eslint/utils @smithy/util-buffer-from http-proxy-agent is-extglob
  strip-final-newline parse-json espree once source-map-support content-disposition jest-util es-set-tostringtag is-wsl wrappy @sinclair/typebox safer-buffer
  normalize-path side-channel is-core-module eslint cosmiconfig util-deprecate axios jsonfile ansi-escapes encodeurl jest-worker @smithy/is-array-buffer depd
  jackspeak scheduler doctrine @smithy/types postcss-selector-parser flat-cache @types/yargs callsites react delayed-stream @opentelemetry/core is-arrayish
  @typescript-eslint/parser asynckit require-from-string combined-stream file-entry-cache source-map-js is-docker @jest/schemas object-assign eastasianwidth
  parse5 estree-walker fastq send get-caller-file finalhandler esprima import-fresh path-parse raw-body range-parser @types/json-schema optionator anymatch
  esutils type-check restore-cursor call-bound diff csstype write-file-atomic @types/react setprototypeof path-type keyv supports-preserve-symlinks-flag async
  foreground-child on-finished levn prelude-ls vary fast-json-stable-stringify globby cli-cursor @typescript-eslint/eslint-plugin slice-ansi base64-js rxjs
  react-dom @nodelib/fs.stat merge-stream eventemitter3 detect-libc serve-static lines-and-columns require-directory @typescript-eslint/type-utils rollup
  reusify tough-cookie sprintf-js @babel/helper-globals body-parser follow-redirects jiti imurmurhash hosted-git-info json-parse-even-better-errors open
  is-plain-obj parent-module flatted @isaacs/cliui call-bind core-util-is @nodelib/fs.walk @nodelib/fs.scandir esquery @eslint/eslintrc fast-levenshtein
  gensync type-is ieee754 accepts @eslint/js prettier @radix-ui/react-slot side-channel-weakmap side-channel-map side-channel-list istanbul-lib-instrument
  aria-query media-typer chownr ipaddr.js run-parallel which-typed-array express baseline-browser-mapping cookie-signature pkg-dir esrecurse fdir
  queue-microtask fresh natural-compare tapable deep-is enhanced-resolve proxy-from-env jest-message-util acorn-jsx indent-string merge2 retry acorn-walk
  json-buffer ts-api-utils binary-extensions ajv-keywords log-symbols fs.realpath inflight path-is-absolute is-regex lodash.merge
  @eslint-community/eslint-utils domutils p-try @opentelemetry/semantic-conventions es-abstract merge-descriptors buffer-from tinyglobby
  has-property-descriptors jest-diff @aws-sdk/util-endpoints is-callable domhandler is-unicode-supported dom-serializer p-map is-binary-path toidentifier
  package-json-from-dist define-data-property @eslint-community/regexpp set-function-length tsconfig-paths word-wrap ajv-formats
  json-stable-stringify-without-jsonify for-each define-properties is-typed-array error-ex vite object.assign @pkgjs/parseargs end-of-stream
  @humanwhocodes/module-importer extend-shallow postcss-value-parser available-typed-arrays object-keys @humanwhocodes/retry safe-regex-test whatwg-mimetype
  @radix-ui/react-primitive fast-xml-parser jest-regex-util @babel/plugin-syntax-jsx define-property escape-html pump @jridgewell/remapping
  @opentelemetry/resources mdn-data unpipe deepmerge es-module-lexer mute-stream is-generator-function ee-first @babel/helper-annotate-as-pure
  regexp.prototype.flags events is-date-object cjs-module-lexer @types/babel__traverse content-type parseurl etag is-symbol is-plain-object
  @smithy/protocol-http jest-matcher-utils css-tree string.prototype.trimend @aws-sdk/middleware-user-agent htmlparser2 possible-typed-array-names
  @aws-sdk/util-user-agent-node internal-slot @types/babel__core process-nextick-args @babel/plugin-syntax-typescript is-string which-boxed-primitive
  @types/babel__generator @opentelemetry/api-logs @aws-sdk/core regenerator-runtime is-shared-array-buffer jest-mock string.prototype.trimstart
  @sinonjs/fake-timers loose-envify pathe domelementtype is-number-object tar-stream @types/babel__template is-bigint @typescript-eslint/tsconfig-utils
  es-to-primitive fast-uri @eslint/core @typescript-eslint/project-service has-proto figures @types/react-dom @aws-sdk/credential-provider-node
  @aws-sdk/util-user-agent-browser @aws-sdk/middleware-host-header istanbul-lib-coverage @aws-sdk/middleware-logger has-bigints
  @aws-sdk/credential-provider-ini pako is-boolean-object normalize-package-data strip-indent forwarded @aws-sdk/token-providers proxy-addr is-weakref clone
  get-symbol-description loader-utils dom-accessibility-api @aws-sdk/credential-provider-web-identity @aws-sdk/credential-provider-env
  @aws-sdk/credential-provider-process @aws-sdk/credential-provider-sso pirates @aws-sdk/middleware-recursion-detection is-array-buffer function.prototype.name
  colorette minizlib unbox-primitive typed-array-buffer terser array-union tailwindcss @types/unist @babel/helper-replace-supers array-buffer-byte-length
  functions-have-names string.prototype.trim xtend isobject @smithy/property-provider undici globalthis expect @babel/plugin-syntax-import-attributes
  css-select @babel/helper-create-class-features-plugin @babel/helper-member-expression-to-functions define-lazy-prop jest-haste-map extend on-headers
  get-tsconfig node-addon-api strnum clsx serialize-javascript safe-array-concat lilconfig deep-extend pnpm is-extendable @jest/transform data-uri-to-buffer
  core-js typed-array-byte-offset typed-array-byte-length @aws-sdk/region-config-resolver nopt escodegen @bcoe/v8-coverage istanbul-reports kleur jest-get-type
  typed-array-length cli-width @types/express-serve-static-core istanbul-lib-source-maps jsdom mimic-response is-path-inside @eslint/plugin-kit
  arraybuffer.prototype.slice @babel/helper-optimise-call-expression @types/send type-detect long eslint-plugin-react-hooks @jest/fake-timers set-function-name
  prop-types is-negative-zero html-escaper whatwg-encoding @eslint/config-array @jest/environment xml-name-validator which-collection @sinonjs/commons cssesc
  @swc/helpers is-map @eslint/object-schema @aws-sdk/credential-provider-http is-set is-weakset @babel/plugin-transform-modules-commonjs
  @types/istanbul-reports bn.js html-encoding-sniffer istanbul-lib-report dedent is-weakmap @types/express webpack-sources @jest/test-result
  @smithy/node-http-handler test-exclude @jest/console @vitest/utils @babel/helper-skip-transparent-expression-wrappers tinyexec @smithy/util-middleware
  cssstyle date-fns data-urls cli-spinners @smithy/smithy-client is-descriptor destroy data-view-byte-length data-view-buffer data-view-byte-offset
  array-includes @smithy/fetch-http-handler decamelize object.values cssom is-data-view @smithy/shared-ini-file-loader @eslint/config-helpers
  @smithy/node-config-provider @opentelemetry/instrumentation dir-glob compression split2 @smithy/abort-controller read-pkg which-builtin-type
  @vitest/pretty-format saxes chai @humanfs/node @octokit/types reflect.getprototypeof compressible @smithy/querystring-builder fs-minipass neo-async
  diff-sequences css-what jest-validate xmlbuilder @radix-ui/react-context @humanfs/core decimal.js is-finalizationregistry @types/connect socks-proxy-agent
  w3c-xmlserializer @smithy/util-stream @smithy/middleware-endpoint babel-jest is-async-function array.prototype.flat @tootallnate/once abbrev
  es-shim-unscopables utils-merge @colors/colors methods @smithy/util-hex-encoding @aws-sdk/nested-clients @smithy/util-base64 @smithy/util-uri-escape
  @babel/plugin-syntax-object-rest-spread @istanbuljs/schema babel-preset-jest babel-plugin-jest-hoist @smithy/url-parser @ungap/structured-clone
  @types/serve-static is-interactive babel-plugin-istanbul stop-iteration-iterator @types/yargs-parser ip-address array.prototype.flatmap jest-environment-node
  @alloc/quick-lru jest-resolve @opentelemetry/sdk-trace-base array-flatten @smithy/middleware-serde leven @smithy/querystring-parser @smithy/util-retry
  @babel/helper-define-polyfill-provider @smithy/middleware-stack @vitest/spy @babel/plugin-syntax-class-properties jest-watcher autoprefixer
  @babel/plugin-transform-classes use-sync-external-store jest-snapshot inquirer @types/ws @aws-sdk/xml-builder protobufjs object.fromentries requires-port
  @smithy/signature-v4 stack-utils buffer-crc32 widest-line @types/qs @babel/plugin-syntax-optional-chaining shell-quote @babel/plugin-syntax-async-generators
  @babel/plugin-syntax-nullish-coalescing-operator @babel/plugin-transform-block-scoping @babel/plugin-syntax-optional-catch-binding
  @types/istanbul-lib-coverage @babel/plugin-transform-destructuring @babel/plugin-syntax-top-level-await @babel/plugin-syntax-numeric-separator ast-types
  @babel/plugin-syntax-json-strings @octokit/openapi-types chardet jest-docblock jest-config @vitest/expect nth-check socks @floating-ui/dom @jest/source-map
  @babel/plugin-transform-spread @babel/plugin-transform-computed-properties ansi-colors @jest/expect-utils find-cache-dir @jest/test-sequencer
  @types/istanbul-lib-report set-proto @smithy/middleware-retry @babel/plugin-syntax-logical-assignment-operators jose jest-runtime @jridgewell/source-map
  @jest/globals @babel/plugin-transform-parameters object-hash spdx-expression-parse @floating-ui/core @jest/reporters xmlchars
  @smithy/service-error-classification @smithy/core @types/stack-utils @babel/helper-create-regexp-features-plugin through webpack own-keys string-length
  @babel/plugin-syntax-import-meta @babel/plugin-transform-arrow-functions randombytes @babel/preset-env jest-each ts-node @smithy/util-defaults-mode-node
  @smithy/util-defaults-mode-browser @babel/plugin-transform-async-to-generator jest-runner dequal @babel/plugin-transform-for-of process eslint-plugin-import
  @babel/plugin-transform-shorthand-properties spdx-license-ids @aws-crypto/util watchpack @babel/plugin-transform-function-name
  @babel/plugin-transform-literals env-paths redent @babel/plugin-transform-regenerator symbol-tree jest-leak-detector assertion-error
  @babel/plugin-transform-template-literals safe-push-apply resolve-pkg-maps through2 jest regjsparser @jest/core graphemer sisteransi import-local
  lodash.isplainobject @babel/helper-wrap-function ssri eslint-module-utils @types/body-parser @types/json5 @cspotcode/source-map-support jest-cli
  @smithy/config-resolver @babel/plugin-transform-named-capturing-groups-regex terser-webpack-plugin is-buffer @smithy/credential-provider-imds
  jest-changed-files babel-plugin-polyfill-corejs3 jest-resolve-dependencies tinyrainbow react-refresh make-error clean-stack cli-boxes @aws-crypto/sha256-js
  prompts char-regex @babel/helper-remap-async-to-generator @smithy/hash-node text-table @aws-sdk/client-sso smart-buffer @babel/plugin-transform-unicode-regex
  eslint-import-resolver-node @smithy/middleware-content-length @smithy/invalid-dependency boxen gaxios @babel/plugin-transform-sticky-regex bluebird
  get-package-type event-target-shim object.entries resolve-cwd @babel/plugin-syntax-bigint @babel/plugin-transform-block-scoped-functions
  @babel/plugin-transform-object-super @types/lodash util @types/range-parser is-potential-custom-element-name @babel/plugin-transform-property-literals
  @babel/plugin-transform-member-expression-literals core-js-compat abort-controller spdx-exceptions @smithy/util-body-length-browser eslint-config-prettier
  defaults @babel/plugin-transform-modules-systemjs async-function emittery @testing-library/dom tar-fs v8-to-istanbul
  @babel/plugin-transform-exponentiation-operator node-int64 @babel/plugin-proposal-private-property-in-object @babel/plugin-transform-dotall-regex fraction.js
  dayjs @smithy/util-endpoints sharp detect-newline @types/uuid @babel/plugin-syntax-private-property-in-object cors cli-truncate jest-circus
  @babel/plugin-syntax-import-assertions normalize-url buffer-equal-constant-time is-promise @ampproject/remapping rfdc nwsapi registry-auth-token gcp-metadata
  @emnapi/runtime boolbase proc-log @istanbuljs/load-nyc-config wordwrap std-env fb-watchman uglify-js http-cache-semantics
  @babel/plugin-syntax-class-static-block string.prototype.matchall @babel/plugin-transform-typeof-symbol @babel/plugin-transform-optional-chaining @types/jest
  file-type @babel/plugin-transform-modules-amd min-indent regexpu-core @types/ms arrify @babel/plugin-transform-duplicate-keys
  @babel/plugin-transform-modules-umd @babel/plugin-transform-new-target spdx-correct typescript-eslint cacache @rollup/pluginutils glob-to-regexp
  @smithy/util-config-provider color @types/http-errors pure-rand eslint-plugin-react @babel/plugin-transform-reserved-words ecdsa-sig-formatter
  @opentelemetry/api bser set-blocking wcwidth @adobe/css-tools ansi-align @sindresorhus/is @babel/plugin-transform-class-properties
  @smithy/util-body-length-node decompress-response playwright-core url-parse @floating-ui/react-dom read-pkg-up walker
  @babel/plugin-transform-nullish-coalescing-operator @types/eslint @babel/plugin-transform-unicode-escapes aggregate-error google-auth-library tmpl
  babel-preset-current-node-syntax @babel/plugin-transform-private-methods @types/mime @babel/plugin-transform-async-generator-functions web-streams-polyfill
  @aws-crypto/supports-web-crypto is-obj @babel/plugin-transform-react-jsx-source any-promise @aws-crypto/sha256-browser @vitest/snapshot jsx-ast-utils
  @babel/plugin-transform-react-jsx-self @tsconfig/node10 makeerror @babel/plugin-bugfix-v8-spread-parameters-in-optional-chaining
  @babel/plugin-transform-typescript postcss-load-config deep-eql @babel/preset-modules @tsconfig/node14 validate-npm-package-license
  babel-plugin-polyfill-regenerator run-async @protobufjs/utf8 @protobufjs/path @protobufjs/pool @protobufjs/eventemitter lodash.debounce @protobufjs/codegen
  querystringify @protobufjs/base64 @babel/plugin-transform-object-rest-spread generator-function @tsconfig/node16 @testing-library/jest-dom color-string
  @babel/plugin-transform-logical-assignment-operators @babel/plugin-transform-private-property-in-object vitest babel-plugin-polyfill-corejs2 jsonwebtoken
  loader-runner registry-url setimmediate @babel/plugin-bugfix-safari-id-destructuring-collision-in-function-expression
  @babel/plugin-transform-numeric-separator jsonc-parser array.prototype.findlastindex @babel/plugin-transform-class-static-block
  @babel/plugin-transform-optional-catch-binding es-iterator-helpers @tsconfig/node12 @humanwhocodes/config-array create-require playwright @vitest/runner
  @webassemblyjs/ast @floating-ui/utils tiny-invariant resolve.exports axe-core regenerate-unicode-properties unicode-match-property-value-ecmascript
  @radix-ui/react-compose-refs @webassemblyjs/helper-wasm-bytecode safe-stable-stringify loupe @types/prop-types @protobufjs/float @protobufjs/aspromise
  @protobufjs/inquire @protobufjs/fetch @jest/expect check-error @standard-schema/spec @csstools/css-tokenizer object.groupby thenify @babel/highlight
  @webassemblyjs/helper-api-error @webassemblyjs/wast-printer @csstools/css-parser-algorithms @vitest/mocker quick-lru @rolldown/pluginutils
  collect-v8-coverage @webassemblyjs/wasm-gen @babel/plugin-transform-export-namespace-from react-native react-router react-router-dom react-redux redux next
  nuxt fastify @nestjs/core @nestjs/common angular @angular/core @angular/common @angular/cli @angular/router @angular/forms vue-router vuex pinia svelte
  jquery bootstrap moment luxon mongoose mongodb mysql mysql2 sequelize typeorm prisma @prisma/client knex redis ioredis socket.io socket.io-client discord.js
  electron electron-builder webpack-cli webpack-dev-server parcel babel-loader css-loader style-loader file-loader ts-jest nodemon cross-env puppeteer
  puppeteer-core cypress mocha jasmine sinon supertest nodemailer passport bcrypt bcryptjs cookie-parser helmet morgan multer winston bunyan pino request
  superagent cheerio ethers web3 web3-eth @solana/web3.js hardhat truffle ganache-cli crypto-js underscore ramda immutable gulp grunt grunt-cli browserify
  stylelint husky lint-staged tslint firebase firebase-admin aws-sdk aws-cdk-lib serverless graphql apollo-server @apollo/client formik styled-components
  @emotion/react @mui/material antd three chart.js leaflet lodash-es handlebars mustache colors shelljs openai langchain @langchain/core @anthropic-ai/sdk
  discord.js-selfbot twilio stripe opencv.js sqlite3 better-sqlite3 fabric noblox.js http-proxy swagger-ui-express electron-store forever forever-agent serve
  concurrently npm-run-all node-gyp bootstrap-vue storybook @storybook/react expo react-native-web turbo lerna node-sass babel-cli mssql fluent-ffmpeg sqlite
  mariadb
`;

/** Names of other well-used packages that are one slip away from one of those. */
const neighbours = `
  @apollo/server @babel/cli @dot/env @jest/get-type @rslint/core @storyblok/react @types/babel-core @types/babel-generator @types/babel-template
  @types/babel-traverse @types/espree @types/jsonschema @types/jstree accept acron angular-cli ansi-color ansi-escape ansicolors ansistyles apollo-client
  asarray async-kit auto-prefixer autoprefix babel-code-frame babel-core babel-generator babel-helper-annotate-as-pure babel-helper-module-imports
  babel-helper-module-transforms babel-helper-optimise-call-expression babel-helper-remap-async-to-generator babel-helper-replace-supers
  babel-helper-wrap-function babel-helpers babel-plugin-syntax-async-generators babel-plugin-syntax-class-properties babel-plugin-syntax-jsx
  babel-plugin-syntax-object-rest-spread babel-plugin-syntax-optional-catch-binding babel-plugin-syntax-optional-chaining babel-plugin-syntax-typescript
  babel-plugin-transform-async-generator-functions babel-plugin-transform-async-to-generator babel-plugin-transform-class-properties
  babel-plugin-transform-exponentiation-operator babel-plugin-transform-member-expression-literals babel-plugin-transform-new-target
  babel-plugin-transform-object-rest-spread babel-plugin-transform-optional-catch-binding babel-plugin-transform-optional-chaining
  babel-plugin-transform-property-literals babel-plugin-transform-react-jsx-self babel-plugin-transform-react-jsx-source babel-plugin-transform-regenerator
  babel-plugin-transform-typescript babel-preset-env babel-runtime babel-template babel-traverse babel-types base64js bcrypto binaryextensions brace brakes
  buffers bytes.js callsite camel-case cbuffer charset chartjs cli-spinner color.js colord colors.js colorts comutils concurrent cookie.js cookieparser cookies
  corejs cros crypt crypto.js cryptojs cssselect csstree csswhat deep-merge defaulty dom-serialize dom-utils dot-env dtslint eclint emitter enquirer errorex
  esplint esprimaq estree-walk event eventy expect.js expres extend.js extent filetype findup flatten foreach formdata formdata formic formio fs.extra fwalker
  getstream gextend global graphiql graphql.js handlebar has-own html-escape http-error httperrors inherit inquire is-array is-object is-typedarray is.object
  isbuffer isnumber isobj isstream jest-expect jest-globals jest-reporters jets joose jslint json-web-token jsonc-parse kindof lrucache mcrypt method mimetypes
  minimost mkdir mkdir-p mkdirs mongo-db mongod mquery msbuild murmurhash nano-id newsapi next.js node-mailer nodeman nodemod nollup normalize-uri normalizeurl
  notp ntypescript object-values object_values one-time openapi parse-uri parse-url parse_url parsejson parseuri path-to-regex piccolore prettierx prism
  prisma-client prompt proptypes protobuf.js punycode.js query random-bytes react-15 readdir requests reqwest resolver rifraf rollup-pluginutils schedule
  scrypt server set-prototype-of setimmediate.js socket-io socketio sourcemap sprintfjs stdnum storyblok strip synckit testing-library__dom three.js throughv
  trough ts-lib ts-lint tslint-config-prettier tsutils ttypescript typecheck types-react types-react-dom typescript-eslint-parser uberscore uglifyjs urijs
  urijs vrtest walkes wcwidth.js web-streams-ponyfill
`;

export const npm = readNames(used, neighbours);
