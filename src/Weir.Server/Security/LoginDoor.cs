using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.Server.Security;

/// <summary>Lets people in by name, password and, where they set one up, the code of their authenticator or a recovery code.</summary>
internal sealed class LoginDoor(SessionDoor sessions, LoginDelay delay, IDataProtectionProvider protection, TimeProvider time) : IDisposable
{
    private const string Wrong = "Name, password or code is wrong.";
    private const int MostAtOnce = 64;

    private readonly IDataProtector _secrets = protection.CreateProtector("Weir.Totp");

    // Hashing a password is slow on purpose: it must not take every core from those who have subjects judged.
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    private int _here;

    /// <summary>Logs in; null when done, else why not. Takes as long for a name that nobody has.</summary>
    public Task<string?> EnterAsync(HttpContext context, WeirStore store, string name, string password, string code) =>
        InTurn(context, () => Enter(context, store, name, password, code));

    /// <summary>Asks somebody who is logged in for his password once more; null when it is right, else why not.</summary>
    public Task<string?> ProveAsync(HttpContext context, WeirStore store, AccountRecord account, string password) => InTurn(context, () =>
        Wait(context, store, account) is { } wait ? wait
        : PasswordHash.Fits(password, account.Password) ? null : Failed(store, account, context, "The present password is wrong."));

    /// <summary>Switches the authenticator on; null when the code does not fit the secret. The recovery codes are given out once, here.</summary>
    public IReadOnlyList<string>? SwitchOn(WeirStore store, long account, string secret, string code, string actor)
    {
        if (Totp.Find(secret, code, time.GetUtcNow()) is not { } step) return null;
        var recovery = RecoveryCodes.Make();
        store.Accounts.Codes.Set(account, _secrets.Protect(secret), [.. recovery.Select(one => RecoveryCodes.HashOf(one)!)], actor);
        store.Accounts.Codes.TakeStep(account, step);
        return recovery;
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<string?> InTurn(HttpContext context, Func<string?> look)
    {
        if (Interlocked.Increment(ref _here) > MostAtOnce)
        {
            Interlocked.Decrement(ref _here);
            return "Too many people log in at once. Try again in a few seconds.";
        }

        try
        {
            await _turns.WaitAsync(context.RequestAborted);
            try
            {
                return look();
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _here);
        }
    }

    private string? Enter(HttpContext context, WeirStore store, string name, string password, string code)
    {
        var account = store.Accounts.Find(name.Trim().ToLowerInvariant());
        if (Wait(context, store, account) is { } wait) return wait;
        var fits = PasswordHash.Fits(password, account?.Password);
        if (!fits || account!.DisabledAt is not null || store.Tenants.Find(account.Tenant)?.DisabledAt is not null) return Failed(store, account, context, Wrong);
        if (account.TotpSecret is { } secret)
        {
            if (code.Trim().Length == 0) return "Give the code of your authenticator too, or a recovery code.";
            if (!TakeCode(store, account.Id, secret, code)) return Failed(store, account, context, Wrong);
        }

        delay.Entered(context.Connection.RemoteIpAddress);
        store.Accounts.Entered(account.Id, PasswordHash.IsWeak(account.Password) ? PasswordHash.Make(password) : null);
        sessions.Begin(context, store, account.Id);
        return null;
    }

    private string? Wait(HttpContext context, WeirStore store, AccountRecord? account)
    {
        var wait = delay.OfAddress(context.Connection.RemoteIpAddress);
        if (account is not null && delay.OfAccount(account.Failures, account.FailedAt) is var own && own > wait && !store.Sessions.Knows(account.Id, SessionDoor.AddressOf(context))) wait = own;
        return wait > TimeSpan.Zero ? $"Too many tries failed. Try again in {Math.Ceiling(wait.TotalSeconds)} seconds." : null;
    }

    private bool TakeCode(WeirStore store, long account, string protectedSecret, string code)
    {
        if (_secrets.TryUnprotect(protectedSecret) is { } secret && Totp.Find(secret, code, time.GetUtcNow()) is { } step) return store.Accounts.Codes.TakeStep(account, step);
        return RecoveryCodes.HashOf(code) is { } hash && store.Accounts.Codes.TakeRecovery(account, hash);
    }

    private string Failed(WeirStore store, AccountRecord? account, HttpContext context, string sentence)
    {
        delay.Failed(context.Connection.RemoteIpAddress);
        if (account is not null) store.Accounts.Failed(account.Id, LoginDelay.Free);
        return sentence;
    }
}
