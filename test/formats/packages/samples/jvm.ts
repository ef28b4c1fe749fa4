import type { Sample } from './sample.ts';

export const jvm: readonly Sample[] = [
  {
    name: 'pom.xml',
    path: 'pom.xml',
    text: `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <groupId>com.acme</groupId>
  <artifactId>shop</artifactId>
  <version>1.0</version>
  <properties><jackson.version>2.17.0</jackson.version></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>2.0.12</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>com.fasterxml.jackson.core</groupId>
      <artifactId>jackson-databind</artifactId>
      <version>\${jackson.version}</version>
      <classifier>sources</classifier>
    </dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId></dependency>
    <dependency><groupId>\${project.groupId}</groupId><artifactId>core</artifactId><version>[1.0,2.0)</version><scope>test</scope></dependency>
  </dependencies>
  <build><plugins><plugin><artifactId>maven-jar-plugin</artifactId><version>3.3.0</version></plugin></plugins></build>
</project>
`,
    packages: [
      'pkg:maven/com.fasterxml.jackson.core/jackson-databind@2.17.0?classifier=sources L11 direct runtime',
      'pkg:maven/org.slf4j/slf4j-api@2.0.12 L16 direct runtime',
      'pkg:maven/com.acme/core ([1.0,2.0)) L17 direct test',
      'pkg:maven/org.slf4j/slf4j-api@2.0.12 L7 indirect runtime',
      'pkg:maven/org.apache.maven.plugins/maven-jar-plugin@3.3.0 L19 direct build',
      'pkg:maven/com.acme/shop@1.0 L3 project',
    ],
  },
  {
    name: 'gradle.lockfile',
    path: 'gradle.lockfile',
    text: `# This is a Gradle generated file for dependency locking.
com.google.guava:guava:33.0.0-jre=compileClasspath,runtimeClasspath
junit:junit:4.13.2=testCompileClasspath,testRuntimeClasspath
empty=annotationProcessor
`,
    packages: [
      'pkg:maven/com.google.guava/guava@33.0.0-jre L2 runtime',
      'pkg:maven/junit/junit@4.13.2 L3 test',
    ],
  },
  {
    name: 'gradle version catalogue',
    path: 'gradle/libs.versions.toml',
    text: `[versions]
groovy = "3.0.5"
kotlin = { strictly = "[1.9, 2.0[", prefer = "1.9.22" }

[libraries]
guava = "com.google.guava:guava:33.0.0-jre"
groovy-core = { module = "org.codehaus.groovy:groovy", version.ref = "groovy" }
lang = { group = "org.apache.commons", name = "commons-lang3", version = { require = "3.12.0" } }

[plugins]
jvm = { id = "org.jetbrains.kotlin.jvm", version.ref = "kotlin" }
`,
    packages: [
      'pkg:maven/com.google.guava/guava@33.0.0-jre L6 direct runtime',
      'pkg:maven/org.codehaus.groovy/groovy@3.0.5 L7 direct runtime',
      'pkg:maven/org.apache.commons/commons-lang3@3.12.0 L8 direct runtime',
      'pkg:maven/org.jetbrains.kotlin.jvm/org.jetbrains.kotlin.jvm.gradle.plugin ([1.9, 2.0[) L11 direct build',
    ],
  },
  {
    name: 'gradle verification metadata',
    path: 'gradle/verification-metadata.xml',
    text: `<?xml version="1.0"?>
<verification-metadata>
  <components>
    <component group="junit" name="junit" version="4.13.2">
      <artifact name="junit-4.13.2.jar"><sha256 value="8e495b63" origin="x"/></artifact>
    </component>
  </components>
</verification-metadata>
`,
    packages: [
      'pkg:maven/junit/junit@4.13.2 L4',
    ],
  },
  {
    name: 'build.gradle',
    path: 'build.gradle',
    text: `plugins {
    id 'java'
    id 'org.springframework.boot' version '3.2.0'
}
ext.guavaVersion = '33.0.0-jre'
dependencies {
    implementation "com.google.guava:guava:\${guavaVersion}"
    testImplementation group: 'junit', name: 'junit', version: '4.13.2'
    implementation platform('org.springframework:spring-framework-bom:6.1.1')
    runtimeOnly("org.postgresql:postgresql:42.+")
    implementation project(':core')
}
`,
    packages: [
      'pkg:maven/com.google.guava/guava@33.0.0-jre L7 direct runtime',
      'pkg:maven/org.springframework/spring-framework-bom@6.1.1 L9 direct runtime',
      'pkg:maven/org.postgresql/postgresql (42.+) L10 direct runtime',
      'pkg:maven/junit/junit@4.13.2 L8 direct test',
      'pkg:maven/org.springframework.boot/org.springframework.boot.gradle.plugin@3.2.0 L3 direct build',
    ],
  },
];
