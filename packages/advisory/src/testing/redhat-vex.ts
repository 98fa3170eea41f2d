const VEX_TREE = {
  branches: [
    {
      category: 'vendor',
      branches: [
        ['el8', 'cpe:/o:redhat:enterprise_linux:8'],
        ['BaseOS-8', 'cpe:/o:redhat:enterprise_linux:8::baseos'],
        ['AppStream-8', 'cpe:/a:redhat:enterprise_linux:8::appstream'],
        ['openshift', 'cpe:/a:redhat:openshift:4.16::el9'],
      ].map(([id, cpe]) => ({ category: 'product_name', product: { product_id: id, product_identification_helper: { cpe } } })),
    },
    ...[
      ['vim', 'pkg:rpm/redhat/vim?arch=src'],
      ['emacs', 'pkg:rpm/redhat/emacs?arch=src'],
      ['nano', 'pkg:rpm/redhat/nano?arch=src'],
      ['curl', 'pkg:rpm/redhat/curl?arch=src'],
      ['ruby:2.6/ruby', 'pkg:rpmmod/redhat/ruby:2.6/ruby'],
      ['vim-2:8.0-1.el8.x86_64', 'pkg:rpm/redhat/vim@8.0-1.el8?arch=x86_64&epoch=2'],
      ['vim-2:8.0-1.el8.aarch64', 'pkg:rpm/redhat/vim@8.0-1.el8?arch=aarch64&epoch=2'],
      ['nodejs:18:806:ad', 'pkg:rpmmod/redhat/nodejs@18:806:ad'],
      ['nodejs-1:18.2-1.module+el8.x86_64', 'pkg:rpm/redhat/nodejs@18.2-1.module%2Bel8?arch=x86_64&epoch=1'],
    ].map(([id, purl]) => ({ category: 'product_version', product: { product_id: id, product_identification_helper: { purl } } })),
  ],
  relationships: [
    ['el8', 'vim'],
    ['el8', 'emacs'],
    ['el8', 'nano'],
    ['el8', 'curl'],
    ['el8', 'ruby:2.6/ruby'],
    ['openshift', 'vim'],
    ['BaseOS-8', 'vim-2:8.0-1.el8.x86_64'],
    ['BaseOS-8', 'vim-2:8.0-1.el8.aarch64'],
    ['AppStream-8', 'nodejs:18:806:ad'],
    ['AppStream-8:nodejs:18:806:ad', 'nodejs-1:18.2-1.module+el8.x86_64'],
  ].map(([whole, part]) => ({
    category: 'default_component_of',
    full_product_name: { name: `${part} as a component of ${whole}`, product_id: `${whole}:${part}` },
    product_reference: part,
    relates_to_product_reference: whole,
  })),
};
/** A document of Red Hat in small, with every state, and modules named in two of the three ways. */
export const VEX = {
  document: {
    aggregate_severity: { text: 'Moderate' },
    category: 'csaf_vex',
    csaf_version: '2.0',
    title: 'vim: something',
    tracking: { current_release_date: '2026-01-02T00:00:00+00:00', id: 'CVE-2026-1', status: 'final' },
  },
  product_tree: VEX_TREE,
  vulnerabilities: [
    {
      cve: 'CVE-2026-1',
      product_status: {
        fixed: [
          'BaseOS-8:vim-2:8.0-1.el8.x86_64',
          'BaseOS-8:vim-2:8.0-1.el8.aarch64',
          'AppStream-8:nodejs:18:806:ad:nodejs-1:18.2-1.module+el8.x86_64',
          'unheard of',
        ],
        known_affected: ['el8:emacs', 'el8:ruby:2.6/ruby', 'openshift:vim'],
        known_not_affected: ['el8:nano'],
        under_investigation: ['el8:curl'],
      },
      remediations: [
        {
          category: 'vendor_fix',
          product_ids: ['BaseOS-8:vim-2:8.0-1.el8.x86_64', 'BaseOS-8:vim-2:8.0-1.el8.aarch64'],
          url: 'https://access.redhat.com/errata/RHSA-2026:1111',
        },
        {
          category: 'vendor_fix',
          product_ids: ['AppStream-8:nodejs:18:806:ad:nodejs-1:18.2-1.module+el8.x86_64'],
          url: 'https://access.redhat.com/errata/RHSA-2026:2222',
        },
        { category: 'no_fix_planned', details: 'Will not fix', product_ids: ['el8:emacs'] },
        { category: 'no_fix_planned', details: 'Out of support scope', product_ids: ['el8:ruby:2.6/ruby'] },
      ],
      scores: [{ cvss_v3: { vectorString: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H' }, products: ['el8:emacs'] }],
      threats: [{ category: 'impact', details: 'Low', product_ids: ['el8:emacs'] }],
    },
  ],
};
