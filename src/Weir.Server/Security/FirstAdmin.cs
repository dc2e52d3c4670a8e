using Weir.Storage;

namespace Weir.Server.Security;

/// <summary>Remembers that there is an account, so that a page need not ask each time.</summary>
internal sealed class FirstAdmin
{
    private volatile bool _isThere;

    /// <summary>Whether anybody can log in yet.</summary>
    public bool IsThere(WeirStore store) => _isThere || (_isThere = store.Accounts.Any());
}
