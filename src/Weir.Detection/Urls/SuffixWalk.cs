namespace Weir.Detection.Urls;

/// <summary>The state of one walk over a host's labels, from the right: the longest rule so far and the label left of it.</summary>
internal struct SuffixWalk
{
    private const SuffixFlags Exceptions = SuffixFlags.Exception | SuffixFlags.PrivateException;
    private const SuffixFlags Wildcards = SuffixFlags.Wildcard | SuffixFlags.PrivateWildcard;

    private int _suffix;
    private int _icann;
    private int _registrable;
    private bool _private;
    private bool _known;
    private SuffixFlags _parent;

    public SuffixWalk()
    {
        _suffix = -1;
        _icann = -1;
        _registrable = -1;
    }

    /// <summary>No longer rule can follow.</summary>
    public bool Settled { get; private set; }

    /// <summary>Settled, and the label left of the suffix has been seen.</summary>
    public readonly bool Complete => Settled && _registrable >= 0;

    /// <summary>The label starting at the offset, with what the list says about the domain it begins.</summary>
    public void Take(int start, SuffixFlags flags)
    {
        if (Settled || (flags & Exceptions) != 0)
        {
            _registrable = start;
            _known |= (flags & Exceptions) != 0;
            Settled = true;
            return;
        }
        if ((flags & SuffixFlags.Rule) != 0 || (_parent & SuffixFlags.Wildcard) != 0) Extend(start, isPrivate: false);
        else if ((flags & SuffixFlags.PrivateRule) != 0 || (_parent & SuffixFlags.PrivateWildcard) != 0) Extend(start, isPrivate: true);
        else if (_suffix < 0) _suffix = _icann = start;
        else if (_registrable < 0) _registrable = start;
        _parent = flags;
        Settled = (flags & (SuffixFlags.Deeper | Wildcards)) == 0;
    }

    public readonly HostDomain Result() => new(_suffix, _registrable, _private, _known, _icann);

    private void Extend(int start, bool isPrivate)
    {
        _suffix = start;
        _registrable = -1;
        _private = isPrivate;
        _known = true;
        if (!isPrivate) _icann = start;
    }
}
